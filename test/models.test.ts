/** Models name what exists: every key resolves in the library's real declarations, in the version that the model says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models } from '../src/models/index.ts';
import { acquire, release } from '../src/protocol/effect.ts';
import type { LibraryModel } from '../src/protocol/model.ts';
import { faultsOf } from './support/resolve-model.ts';

const LIBRARIES = join(import.meta.dirname, 'libraries');

const { dependencies } = JSON.parse(readFileSync(join(LIBRARIES, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

describe.each(models.map(model => [model.modules[0], model] as const))('%s', (_, model) => {
  test('every key resolves in its declarations', () => {
    expect(faultsOf(model, LIBRARIES)).toEqual([]);
  });

  test('says something', () => {
    expect(Object.keys(model.api)).not.toEqual([]);
  });

  test('was checked against the version that is installed here', () => {
    const [, name = '', major] = /^(.+)@(\d+)$/.exec(model.checkedAgainst) ?? [];
    expect(dependencies[name]?.split('.')[0], model.checkedAgainst).toBe(major);
  });
});

test('a mistake of each kind is found', () => {
  const wrong: LibraryModel = {
    modules: ['net'],
    checkedAgainst: '@types/node@20',
    api: {
      'Socket#destory()': [release()],
      "Socket#on('dta')": [],
      'conect()': [acquire('socket')],
      'new connect()': [acquire('socket')],
      'Sockett#destroy()': [release()],
      'Server#connections()': [],
      'isIP.version()': [],
      '*Sync()': [],
    },
  };
  expect(faultsOf(wrong, LIBRARIES)).toEqual([
    'net: Socket#destory(): Socket has no member destory',
    "net: Socket#on('dta'): no overload names 'dta'",
    'net: conect(): there is no export conect',
    'net: new connect(): cannot be constructed',
    'net: Sockett#destroy(): there is no export Sockett',
    'net: Server#connections(): cannot be called',
    'net: isIP.version(): isIP has no property version',
    'net: *Sync(): nothing callable is called *Sync',
  ]);
});

test('globals, statics, inherited members, wildcards and `export =` resolve', () => {
  const good = (modules: LibraryModel['modules'], ...keys: readonly `${string}()`[]): readonly string[] =>
    faultsOf({ modules, checkedAgainst: '', api: Object.fromEntries(keys.map(key => [key, []])) }, LIBRARIES);

  expect(good(['global'], 'fetch()', 'new AbortController()', 'AbortSignal.timeout()', 'setInterval()', 'console.*()')).toEqual([]);
  expect(good(['fs', 'node:fs'], '*Sync()', 'promises.open()')).toEqual([]);
  expect(good(['pg'], 'new Pool()', 'Pool#connect()', 'Client#end()')).toEqual([]);
  expect(good(['mysql2/promise'], 'createPool()', 'Pool#getConnection()')).toEqual([]);
  expect(good(['ws'], 'new WebSocket()', 'WebSocket#terminate()')).toEqual([]);
  expect(good(['ioredis'], 'new Redis()', 'Redis#quit()')).toEqual([]);
  expect(good(['assert', 'assert/strict'], 'default()', 'default.equal()', 'ok()')).toEqual([]);
  expect(good(['axios'], 'default()', 'default.create()')).toEqual([]);
  expect(good(['nowhere'], 'fetch()')).toEqual(['nowhere: there is no such module']);
});
