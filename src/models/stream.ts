/** node:stream. `pipeline` destroys every stream it is given, whatever happens (kernel rows P02g, P10d, R70e). */
import { escape, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const stream = {
  modules: ['stream', 'node:stream'],
  checkedAgainst: '@types/node@20',
  api: {
    'addAbortSignal()': [escape('arg1')],
    'finished()': [wait('arg0')],
    'pipeline()': [release('arg0'), release('arg1'), release('arg2'), release('arg3'), release('arg4')],
  },
} as const satisfies LibraryModel;
