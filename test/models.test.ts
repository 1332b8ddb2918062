/** Models name what exists: every key resolves in the library's real declarations, in each version that the model says. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models } from '../src/models/index.ts';
import { acquire, alias, borrow, instance, receive, release } from '../src/protocol/effect.ts';
import type { LibraryModel } from '../src/protocol/model.ts';
import { nameAndVersion } from './support/declarations.ts';
import { faultsOf } from './support/resolve-model.ts';

const LIBRARIES = join(import.meta.dirname, 'libraries');

describe.each(models.map(model => [model.modules[0], model] as const))('%s', (_, model) => {
  test('every key resolves in its declarations, of every version', () => {
    expect(faultsOf(model, LIBRARIES, models)).toEqual([]);
  });

  test('says something', () => {
    expect(Object.keys(model.api)).not.toEqual([]);
  });

  test('names its versions from the newest on, all of one package', () => {
    const versions = model.checkedAgainst.map(nameAndVersion);
    expect(new Set(versions.map(([name]) => name)).size).toBe(1);
    const numbers = versions.map(([, version]) => version);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })));
  });
});

test('no two models of one module name the same API', () => {
  const keys = models.flatMap(({ modules, api }) => Object.keys(api).map(key => `${modules[0]}: ${key}`));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('a mistake of each kind is found: keys', () => {
  const wrong: LibraryModel = {
    modules: ['net'],
    checkedAgainst: ['@types/node@20'],
    classes: { Server: {}, Socket: {} },
    api: {
      'Socket#destory()': [release()],
      "Socket#on('dta')": [],
      'conect()': [acquire('Socket')],
      'new connect()': [acquire('Socket')],
      'Server#connections()': [],
      'isIP.version()': [],
      '*Sync()': [],
      'Socket#*Sync()': [],
      'Socket destroy()': [],
    },
  };
  expect(faultsOf(wrong, LIBRARIES)).toEqual(
    [
      'Socket#destory(): Socket has no member destory',
      "Socket#on('dta'): no overload names 'dta'",
      'conect(): there is no export conect',
      'new connect(): cannot be constructed',
      'Server#connections(): cannot be called',
      'isIP.version(): isIP has no property version',
      '*Sync(): nothing callable is called *Sync',
      'Socket#*Sync(): nothing callable is called *Sync',
      'Socket destroy(): is not of the form of a key',
    ].map(fault => `net (@types/node@20): ${fault}`),
  );
});

test('a mistake of each kind is found: classes', () => {
  const wrong: LibraryModel = {
    modules: ['tls'],
    checkedAgainst: ['@types/node@20'],
    classes: { TLSSocket: { extends: 'net.Sockett' }, Server: { extends: 'Socket' }, TlsSocket: {}, connect: {} },
    api: { 'Servr#close()': [], 'connect()': [acquire('net.Sockets')], 'createServer()': [receive('Tlssocket', 'param0')] },
  };
  expect(faultsOf(wrong, LIBRARIES, models)).toEqual([
    'tls (@types/node@20): class TlsSocket: there is no export TlsSocket',
    'tls (@types/node@20): class connect: connect is no class',
    'tls (@types/node@20): Servr#close(): there is no export Servr',
    'tls: class TLSSocket: no model declares net.Sockett',
    'tls: class Server: no model declares Socket',
    'tls: Servr#close(): the model declares no class Servr',
    'tls: connect(): no model declares net.Sockets',
    'tls: createServer(): no model declares Tlssocket',
  ]);
});

test('a mistake of each kind is found: places of a call', () => {
  const wrong: LibraryModel = {
    modules: ['http'],
    checkedAgainst: ['@types/node@20'],
    classes: { ClientRequest: {} },
    api: {
      'request()': [acquire('ClientRequest', 'result', { unless: 'sgnal' }), borrow('option.agent')],
      'get()': [borrow('option.agnet')],
      'createServer()': [receive('ClientRequest', 'param2')],
      'validateHeaderName()': [borrow('arg2')],
      'validateHeaderValue()': [borrow('arg1.5')],
      'new Agent()': [release()],
      "ClientRequest#on('upgrade')": [instance('ClientRequest', 'param3')],
      'ClientRequest#flushHeaders()': [alias('this', 'awaited')],
    },
  };
  expect(faultsOf(wrong, LIBRARIES)).toEqual(
    [
      'request(): no overload has option.sgnal',
      'get(): no overload has option.agnet',
      'createServer(): no overload has param2',
      'validateHeaderName(): no overload has arg2',
      'validateHeaderValue(): no overload has arg1.5',
      "new Agent(): 'this' is of a method",
      "ClientRequest#on('upgrade'): no overload has param3",
      'ClientRequest#flushHeaders(): no overload has awaited',
    ].map(fault => `http (@types/node@20): ${fault}`),
  );
});

test('a mistake of each kind is found: versions', () => {
  const wrong: LibraryModel = {
    modules: ['undici'],
    checkedAgainst: ['undici@7', 'undici@6', 'undici@4'],
    absent: { 'undici@6': ['new Client()', 'new Clientt()'], 'undici@5': [] },
    classes: { H2CClient: {} },
    api: { 'new Client()': [], 'new H2CClient()': [], 'fetch()': [] },
  };
  expect(faultsOf(wrong, LIBRARIES)).toEqual([
    'undici (undici@6): class H2CClient: there is no export H2CClient',
    'undici (undici@6): new Client(): is not absent',
    'undici (undici@6): new H2CClient(): there is no export H2CClient',
    'undici@4 is not installed',
    'undici: absent: there is no row new Clientt()',
    'undici: absent: the model is not checked against undici@5',
  ]);
  const absent = { 'undici@6': ['new H2CClient()'] } as const;
  const right: LibraryModel = { ...wrong, checkedAgainst: ['undici@7', 'undici@6'], absent };
  expect(faultsOf(right, LIBRARIES)).toEqual([]);
});

test('globals, statics, inherited members, wildcards and `export =` resolve', () => {
  const good = (modules: LibraryModel['modules'], checked: string, ...keys: readonly `${string}()`[]): readonly string[] => {
    const owners = keys.flatMap(key => (key.includes('#') ? [key.slice(0, key.indexOf('#'))] : []));
    const classes = Object.fromEntries(owners.map(owner => [owner, {}]));
    return faultsOf({ modules, checkedAgainst: [checked], classes, api: Object.fromEntries(keys.map(key => [key, []])) }, LIBRARIES);
  };
  const node = '@types/node@20';

  expect(good(['global'], node, 'fetch()', 'new AbortController()', 'AbortSignal.timeout()', 'setInterval()', 'console.*()')).toEqual([]);
  expect(good(['fs', 'node:fs'], node, '*Sync()', 'promises.open()')).toEqual([]);
  expect(good(['pg'], '@types/pg@8', 'new Pool()', 'Pool#connect()', 'Client#end()')).toEqual([]);
  expect(good(['mysql2/promise'], 'mysql2@3', 'createPool()', 'Pool#getConnection()')).toEqual([]);
  expect(good(['ws'], '@types/ws@8', 'new WebSocket()', 'WebSocket#terminate()')).toEqual([]);
  expect(good(['ws'], '@types/ws@7', 'new default()', 'WebSocket#terminate()', 'new Server()')).toEqual([]);
  expect(good(['ioredis'], 'ioredis@6', 'new Redis()', 'Redis#quit()', 'Redis#*()', 'Redis#h*()')).toEqual([]);
  expect(good(['assert', 'assert/strict'], node, 'default()', 'default.equal()', 'ok()')).toEqual([]);
  expect(good(['axios'], 'axios@1', 'default()', 'default.create()', 'create()')).toEqual([]);
  expect(good(['nowhere'], node, 'fetch()')).toEqual([`nowhere (${node}): there is no such module`]);
});
