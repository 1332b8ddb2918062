/** node:readline/promises. As in `readline.ts`. */
import { consume } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const readlinePromises = {
  modules: ['readline/promises', 'node:readline/promises'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: { 'createInterface()': [consume('arg0'), consume('option.input')] },
} as const satisfies LibraryModel;
