/** node:fs. Every synchronous function throws what its asynchronous sibling would pass to the callback. */
import { throws } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const fs = {
  modules: ['fs', 'node:fs'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: { '*Sync()': [throws()] },
} as const satisfies LibraryModel;
