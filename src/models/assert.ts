/** node:assert. An assertion is a throw with a condition. */
import { throws } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const assert = {
  modules: ['assert', 'node:assert', 'assert/strict', 'node:assert/strict'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'default()': [throws()],
    'deepEqual()': [throws()],
    'deepStrictEqual()': [throws()],
    'doesNotMatch()': [throws()],
    'equal()': [throws()],
    'fail()': [throws()],
    'match()': [throws()],
    'notEqual()': [throws()],
    'notStrictEqual()': [throws()],
    'ok()': [throws()],
    'strict.*()': [throws()],
    'strict()': [throws()],
    'strictEqual()': [throws()],
  },
} as const satisfies LibraryModel;
