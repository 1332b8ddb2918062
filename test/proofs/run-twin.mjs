/**
 * Runs one twin: calls its function N times, waits for the expected sockets, collects garbage, holds, and prints what is still there. A twin
 * that serves is called once, and its port is sent to the parent, who lets N clients come.
 *
 *     node --expose-gc run-twin.mjs '{"module": …, "call": …, "arguments": […], "globals": {…}, "calls": 25, "expected": {…}}'
 *
 * Invariant: `expected` only says how long to wait; the last snapshot is taken after the hold and printed as it is, right or wrong.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { grownSince, socketInodes } from './sockets.mjs';

/** A leak has to survive the collector and this long. */
const HOLD_MS = 400;
const GC_ROUNDS = 5;
const POLL_MS = 25;
/** The helpers fail late, as a peer's refusal does: the socket is connected by then. */
const HELPER_MS = 10;

/**
 * @typedef {(...args: unknown[]) => unknown} Twin
 * @typedef {{ module: string, call: string, arguments: unknown[], globals: Record<string, string | string[]> }} Call
 * @typedef {Call & { calls: number, serves: boolean, expected: object, deadlineMs: number }} Request
 */
/** @type {unknown} */
const parsed = JSON.parse(process.argv[2] ?? '');
const request = /** @type {Request} */ (parsed);
const { gc } = globalThis;
if (gc === undefined) {
  throw new Error('a leak has to survive the collector: run with --expose-gc');
}
/** @type {Map<string, number>} */
const helperCalls = new Map();

for (const [name, behaviour] of Object.entries(request.globals)) {
  const turns = Array.isArray(behaviour) ? behaviour : [behaviour];
  const helper = () => {
    const turn = helperCalls.get(name) ?? 0;
    helperCalls.set(name, turn + 1);
    return behave(turns[turn % turns.length], name);
  };
  Object.defineProperty(globalThis, name, { value: helper });
}

const beforeImport = socketInodes();
/** @type {unknown} */
const twin = await import(pathToFileURL(request.module).href);
const exported = /** @type {Record<string, Twin>} */ (twin)[request.call];
if (exported === undefined) {
  throw new Error(`${request.module} does not export ${request.call}`);
}
/** @type {Map<string, number>} */
const left = new Map();
const before = request.serves ? await serve(exported) : beforeImport;
if (!request.serves) {
  for (let call = 0; call < request.calls; call += 1) {
    helperCalls.clear();
    count(await wayOut(exported, request.arguments));
  }
}

await until(() => isDeepStrictEqual(grownSince(before), request.expected));
for (let round = 0; round < GC_ROUNDS; round += 1) {
  gc();
  await sleep(HOLD_MS / GC_ROUNDS);
}
const ways = [...left].filter(([, times]) => times !== 0);
console.log(JSON.stringify({ left: Object.fromEntries(ways), grown: grownSince(before) }));
process.exit(0);

/**
 * Returns the sockets from before the clients came, the one that listens among them; they have all been accepted then. What handles a
 * connection has no caller: it is left by `return` unless the process hears otherwise.
 * @param {Twin} fn
 */
async function serve(fn) {
  const server = /** @type {import('node:net').Server} */ (await fn(...request.arguments));
  if (!server.listening) {
    await once(server, 'listening');
  }
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const listening = socketInodes();
  let accepted = 0;
  // First, so that it counts those whose listener throws.
  server.prependListener('connection', () => {
    accepted += 1;
    count('return');
  });
  const leaves = (/** @type {'throw' | 'reject'} */ how) => {
    count(how);
    count('return', -1);
  };
  process.on('unhandledRejection', () => leaves('reject'));
  process.on('uncaughtException', () => leaves('throw'));
  process.send?.({ port });
  await until(() => accepted === request.calls);
  return listening;
}

/**
 * @param {'return' | 'throw' | 'reject'} how
 * @param {1 | -1} [change]
 */
function count(how, change = 1) {
  left.set(how, (left.get(how) ?? 0) + change);
}

/** @param {() => boolean} holds */
async function until(holds) {
  const deadline = Date.now() + request.deadlineMs;
  while (!holds() && Date.now() < deadline) {
    await sleep(POLL_MS);
  }
}

/**
 * How the caller sees the twin end. Results are dropped: nothing here may keep a socket alive.
 * @param {Twin} fn
 * @param {unknown[]} args
 * @returns {Promise<'return' | 'throw' | 'reject'>}
 */
async function wayOut(fn, args) {
  /** @type {unknown} */
  let result;
  try {
    result = fn(...args);
  } catch {
    return 'throw';
  }
  return Promise.resolve(result).then(
    () => 'return',
    () => 'reject',
  );
}

/**
 * @param {string | undefined} behaviour
 * @param {string} name
 */
function behave(behaviour, name) {
  switch (behaviour) {
    case 'resolves':
      return sleep(HELPER_MS);
    case 'rejects':
      return sleep(HELPER_MS).then(() => {
        throw new Error(`${name} failed`);
      });
    case 'throws':
      throw new Error(`${name} failed`);
    default:
      return undefined;
  }
}
