/** node-fetch. A call uses the agent that it is given and does not keep it (as kernel row L10i shows for axios). */
import { borrow } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const nodeFetch = {
  modules: ['node-fetch'],
  checkedAgainst: ['node-fetch@3'],
  api: { 'default()': [borrow('option.agent')] },
} as const satisfies LibraryModel;
