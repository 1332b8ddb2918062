/** node:events. `once` rejects on the emitter's 'error', and a socket is destroyed by then (kernel row R28a). */
import { borrow, consume, escape, failsClosed, settlesClosed } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const events = {
  modules: ['events', 'node:events'],
  checkedAgainst: '@types/node@20',
  api: {
    'EventEmitter.on()': [escape('arg0')],
    'EventEmitter.once()': [failsClosed('arg0', 'signal')],
    'on()': [escape('arg0')],
    'once()': [failsClosed('arg0', 'signal')],
    "once('close')": [settlesClosed('arg0')],
    "once('data')": [consume('arg0'), failsClosed('arg0', 'signal')],
    "once('end')": [settlesClosed('arg0')],
    "once('error')": [settlesClosed('arg0')],
    'setMaxListeners()': [borrow('arg1')],
  },
} as const satisfies LibraryModel;
