/** Every model, in the order of names. Generated from the folder's listing by `npm run generate`: edits are lost. */
import type { LibraryModel } from '../protocol/model.ts';
import { amqplib } from './amqplib.ts';
import { amqplibCallback } from './amqplib-callback.ts';
import { assert } from './assert.ts';
import { axios } from './axios.ts';
import { builtins } from './builtins.ts';
import { dgram } from './dgram.ts';
import { events } from './events.ts';
import { fs } from './fs.ts';
import { http } from './http.ts';
import { http2 } from './http2.ts';
import { https } from './https.ts';
import { ioredis } from './ioredis.ts';
import { mongodb } from './mongodb.ts';
import { mysql2 } from './mysql2.ts';
import { mysql2Promise } from './mysql2-promise.ts';
import { net } from './net.ts';
import { nodeFetch } from './node-fetch.ts';
import { nodemailer } from './nodemailer.ts';
import { pg } from './pg.ts';
import { readline } from './readline.ts';
import { readlinePromises } from './readline-promises.ts';
import { redis } from './redis.ts';
import { ssh2 } from './ssh2.ts';
import { stream } from './stream.ts';
import { streamConsumers } from './stream-consumers.ts';
import { streamPromises } from './stream-promises.ts';
import { timersPromises } from './timers-promises.ts';
import { tls } from './tls.ts';
import { undici } from './undici.ts';
import { util } from './util.ts';
import { web } from './web.ts';
import { ws } from './ws.ts';

export const models: readonly LibraryModel[] = [
  amqplib,
  amqplibCallback,
  assert,
  axios,
  builtins,
  dgram,
  events,
  fs,
  http,
  http2,
  https,
  ioredis,
  mongodb,
  mysql2,
  mysql2Promise,
  net,
  nodeFetch,
  nodemailer,
  pg,
  readline,
  readlinePromises,
  redis,
  ssh2,
  stream,
  streamConsumers,
  streamPromises,
  timersPromises,
  tls,
  undici,
  util,
  web,
  ws,
];
