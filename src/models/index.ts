/** Every model, in the order of names. Generated from the folder's listing by `npm run generate`: edits are lost. */
import type { LibraryModel } from '../protocol/model.ts';
import { assert } from './assert.ts';
import { builtins } from './builtins.ts';
import { events } from './events.ts';
import { fs } from './fs.ts';
import { net } from './net.ts';
import { stream } from './stream.ts';
import { streamConsumers } from './stream-consumers.ts';
import { streamPromises } from './stream-promises.ts';
import { timersPromises } from './timers-promises.ts';
import { util } from './util.ts';

export const models: readonly LibraryModel[] = [
  assert,
  builtins,
  events,
  fs,
  net,
  stream,
  streamConsumers,
  streamPromises,
  timersPromises,
  util,
];
