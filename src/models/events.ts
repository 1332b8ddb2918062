/** node:events. `once` rejects on the emitter's 'error', and a socket is destroyed by then (kernel row R28a). */
import { borrow, failsClosed, settlesClosed } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const events = {
  modules: ['events', 'node:events'],
  checkedAgainst: '@types/node@20',
  api: {
    'once()': [failsClosed('arg0')],
    "once('close')": [settlesClosed('arg0')],
    "once('end')": [settlesClosed('arg0')],
    'setMaxListeners()': [borrow('arg1')],
  },
} as const satisfies LibraryModel;
