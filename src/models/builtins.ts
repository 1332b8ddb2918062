/**
 * What needs no import. Known throwers make their exceptional edge evident (this list is complete, with `fs` and `assert`);
 * console and serialisers only look at what they are given.
 */
import { borrow, neverRejects, throws } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const builtins = {
  modules: ['global'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'Array.isArray()': [borrow('arg0')],
    'Boolean()': [borrow('arg0')],
    'JSON.parse()': [throws()],
    'JSON.stringify()': [borrow('arg0')],
    'Object.keys()': [borrow('arg0')],
    'Promise.allSettled()': [neverRejects()],
    'String()': [borrow('arg0')],
    'new URL()': [throws()],
    'console.*()': [borrow('arg0')],
    'decodeURI()': [throws()],
    'decodeURIComponent()': [throws()],
  },
} as const satisfies LibraryModel;
