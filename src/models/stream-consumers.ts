/** node:stream/consumers. Each reads its stream to the end, or fails with it. */
import { settlesClosed } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const streamConsumers = {
  modules: ['stream/consumers', 'node:stream/consumers'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  api: {
    'arrayBuffer()': [settlesClosed('arg0')],
    'blob()': [settlesClosed('arg0')],
    'buffer()': [settlesClosed('arg0')],
    'json()': [settlesClosed('arg0')],
    'text()': [settlesClosed('arg0')],
  },
} as const satisfies LibraryModel;
