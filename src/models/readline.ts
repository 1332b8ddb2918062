/**
 * node:readline. An interface reads its input to the end (kernel row R51b); `close()` only pauses it (R51a): the socket below stays its
 * owner's.
 */
import { consume } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const readline = {
  modules: ['readline', 'node:readline'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'createInterface()': [consume('arg0'), consume('option.input')],
    'promises.createInterface()': [consume('arg0'), consume('option.input')],
  },
} as const satisfies LibraryModel;
