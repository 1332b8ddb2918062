/**
 * nodemailer. Only a transporter with `pool: true` keeps connections between mails, from the first mail on; idle ones end after their socket
 * timeout, so one that is dropped is churn, unless it was meant to be closed here. A mail that fails takes its connection along;
 * `verify()` closes what it opens.
 */
import { acquire, borrow, create, failsClosed, release } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const nodemailer = {
  modules: ['nodemailer'],
  checkedAgainst: ['@types/nodemailer@8', '@types/nodemailer@7', '@types/nodemailer@6'],
  classes: {
    Transporter: {
      protocol: 'client',
      extends: 'events.EventEmitter',
      counts: 'evident-scope',
      until: 'its idle connections have been silent for socketTimeout (10 minutes)',
    },
  },
  api: {
    'createTransport()': [create('Transporter', 'result', { when: 'pool' })],

    'Transporter#*()': [borrow('this')],
    'Transporter#close()': [release()],
    'Transporter#sendMail()': [acquire('Transporter', 'this'), failsClosed('this')],
  },
} as const satisfies LibraryModel;
