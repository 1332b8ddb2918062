/** amqplib/callback_api: the same connections and channels behind callbacks (see amqplib.ts). */
import { acquire, alias, borrow, instance, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const amqplibCallback = {
  modules: ['amqplib/callback_api', 'amqplib/callback_api.js'],
  checkedAgainst: ['@types/amqplib@0.10', '@types/amqplib@0.8'],
  classes: {
    Channel: { extends: 'events.EventEmitter' },
    ConfirmChannel: { extends: 'Channel' },
    Connection: { protocol: 'client', extends: 'events.EventEmitter' },
  },
  api: {
    'connect()': [acquire('Connection', 'param1')],

    'Connection#*()': [borrow('this')],
    'Connection#close()': [release()],
    'Connection#createChannel()': [alias('this', 'param1'), instance('Channel', 'param1')],
    'Connection#createConfirmChannel()': [alias('this', 'param1'), instance('ConfirmChannel', 'param1')],

    'Channel#*()': [borrow('this')],
    'Channel#consume()': [wait()],
  },
} as const satisfies LibraryModel;
