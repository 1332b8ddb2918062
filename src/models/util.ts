/** node:util. Printing something is looking at it. */
import { borrow } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const util = {
  modules: ['util', 'node:util'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'format()': [borrow('arg0')],
    'inspect()': [borrow('arg0')],
  },
} as const satisfies LibraryModel;
