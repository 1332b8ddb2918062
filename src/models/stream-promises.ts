/** node:stream/promises. As in `stream.ts`, with a promise for the callback. */
import { release, settlesClosed } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const streamPromises = {
  modules: ['stream/promises', 'node:stream/promises'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'finished()': [settlesClosed('arg0')],
    'pipeline()': [release('arg0'), release('arg1'), release('arg2'), release('arg3'), release('arg4')],
  },
} as const satisfies LibraryModel;
