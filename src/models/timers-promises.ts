/** node:timers/promises. A delay rejects only where it can be aborted. */
import { neverRejects } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const timersPromises = {
  modules: ['timers/promises', 'node:timers/promises'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'scheduler.wait()': [neverRejects('signal')],
    'scheduler.yield()': [neverRejects()],
    'setImmediate()': [neverRejects('signal')],
    'setTimeout()': [neverRejects('signal')],
  },
} as const satisfies LibraryModel;
