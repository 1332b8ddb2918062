/** Which library member a callee denotes, spelling by spelling. The last call of each program is the one that is asked about. */
import { describe, expect, it } from 'vitest';

import type { ApiRef, Callee, FunctionIr } from '../src/ir/ir.ts';
import { lowered } from './support/lowered.ts';

type Spellings = { readonly [program: string]: string };

const IMPORTS: Spellings = {
  "import net from 'net'; net.connect()": 'net.connect',
  "import net from 'node:net'; net.connect()": 'net.connect',
  "import { connect } from 'net'; connect()": 'net.connect',
  "import { connect as dial } from 'net'; dial()": 'net.connect',
  "import { default as net } from 'net'; net.connect()": 'net.connect',
  "import * as net from 'net'; net.connect()": 'net.connect',
  "import * as net from 'net'; net.default.connect()": 'net.connect',
  "import net, { Socket } from 'net'; new Socket()": 'net.Socket',
  "import { Socket } from 'net'; new (Socket as any)()": 'net.Socket',
  "import { globalAgent } from 'http'; globalAgent.destroy()": 'http.globalAgent.destroy',
  "import assert from 'assert'; assert(x)": 'assert.default',
  "import { 'string name' as named } from 'lib'; named()": 'lib.string name',
  "import { promises } from 'node:fs'; promises.open()": 'fs.promises.open',
  "import { open } from 'node:fs/promises'; open()": 'fs/promises.open',
  "import Redis from 'ioredis'; new Redis()": 'ioredis.default',
  "import net = require('net'); net.connect()": 'net.connect',
  "import { connect } from 'net'; (() => connect())": 'net.connect',
};

const REQUIRES: Spellings = {
  "const net = require('net'); net.connect()": 'net.connect',
  "require('node:net').connect()": 'net.connect',
  "const { connect } = require('net'); connect()": 'net.connect',
  "const { connect: dial } = require('net'); dial()": 'net.connect',
  "const { 'connect': dial } = require('net'); dial()": 'net.connect',
  "const { promises: { open } } = require('fs'); open()": 'fs.promises.open',
  "const { Socket } = require('net'), { prototype } = Socket; prototype.destroy()": 'net.Socket.prototype.destroy',
  "var net = require('net'); net.connect()": 'net.connect',
  "let net = require('net'); net['connect']()": 'net.connect',
  'const net = require(`net`); net.connect()': 'net.connect',
};

const COMPILED: Spellings = {
  "const net_1 = require('net'); (0, net_1.connect)()": 'net.connect',
  "const net_1 = __importDefault(require('net')); net_1.default.connect()": 'net.connect',
  "const net = __importStar(require('net')); net.connect()": 'net.connect',
  "const tslib_1 = require('tslib'); const net_1 = tslib_1.__importDefault(require('net')); net_1.default.connect()": 'net.connect',
  "var import_net = __toESM(require('net'), 1); import_net.default.connect()": 'net.connect',
  "var _net = _interopRequireDefault(require('net')); _net.default.connect()": 'net.connect',
  "var _net = _interopRequireWildcard(require('net')); (0, _net.connect)()": 'net.connect',
};

const DYNAMIC: Spellings = {
  "const net = await import('net'); net.connect()": 'net.connect',
  "const { connect } = await import('node:net'); connect()": 'net.connect',
  "(await import('net')).default.connect()": 'net.connect',
  "const { default: net } = await import('net'); net.connect()": 'net.connect',
};

const ALIASES: Spellings = {
  "import net from 'net'; const a = net; const b = a.connect; const c = b; c()": 'net.connect',
  "import net from 'net'; const dial = net.connect!; (dial as any)()": 'net.connect',
  "import net from 'net'; const { connect } = net; connect()": 'net.connect',
  "import net from 'net'; net?.connect?.()": 'net.connect',
};

const CHOICES: Spellings = {
  "import http from 'http'; import https from 'https'; const lib = secure ? https : http; lib.request()": 'https.request',
  "import http from 'http'; import https from 'https'; (secure ? https : http).get()": 'https.get',
  "const { request } = secure ? require('https') : require('http'); request()": 'https.request',
  "import net from 'net'; import tls from 'tls'; const open = secure ? tls.connect : net.connect; open()": 'tls.connect',
  "import http from 'http'; import https from 'https'; ({ http, https })[scheme].request()": 'http.request',
  "const table = { 'http:': require('http'), 'https:': require('https') }; table[scheme].request()": 'http.request',
  "import net from 'net'; function f(options) { const lib = options.transport || net; lib.connect(); }": 'net.connect',
  "import net from 'net'; function f(options) { const open = options.createConnection ?? net.connect; open(); }": 'net.connect',
  "const Impl = globalThis.WebSocket ?? require('ws'); new Impl()": 'global.WebSocket',
  "import net from 'net'; function f(lib = net) { lib.connect(); }": 'net.connect',
  "import net from 'net'; function f({ transport = net } = {}) { transport.connect(); }": 'net.connect',
  "import net from 'net'; function f({ a: { transport = net } }) { transport.connect(); }": 'net.connect',
  "import net from 'net'; function f(options) { const { transport = net } = options; transport.connect(); }": 'net.connect',
};

const LATE: Spellings = {
  "let tls; try { tls = require('tls'); } catch {} tls.connect()": 'tls.connect',
  "let net = require('net'); function later() { net = null; } net.connect()": 'net.connect',
  "let lib; if (secure) lib = require('https'); else lib = require('http'); lib.request()": 'https.request',
  "let net; async function load() { net = await import('net'); net.connect(); }": 'net.connect',
};

const FIELDS: Spellings = {
  "import net from 'net'; class A { net = net; dial() { this.net.connect(); } }": 'net.connect',
  "const http = require('http'); class A { constructor() { this.http = http; } get() { this.http.get(); } }": 'http.get',
  "class A { constructor() { this.lib = require('net'); } dial() { return () => this.lib.connect(); } }": 'net.connect',
  "import http from 'http'; import https from 'https'; class A { constructor(s) { this.lib = s ? https : http; } get() { this.lib.get(); } }":
    'https.get',
  "import net from 'net'; class A { constructor(o) { this.net = o.net || net; } dial() { this.net.connect(); } }": 'net.connect',
};

const GLOBALS: Spellings = {
  'JSON.parse(x)': 'global.JSON.parse',
  'globalThis.JSON.parse(x)': 'global.JSON.parse',
  "global['JSON'].parse(x)": 'global.JSON.parse',
  'fetch(x)': 'global.fetch',
  'process.on(x)': 'process.on',
  'globalThis.process.on(x)': 'process.on',
  "import process from 'node:process'; process.on(x)": 'process.on',
  "import { on } from 'process'; on(x)": 'process.on',
  'const { on } = process; on(x)': 'process.on',
  'new Promise(x)': 'global.Promise',
};

/** Nothing certain: silence. */
const NONE: readonly string[] = [
  'const net = { connect() {} }; net.connect()',
  'class net { static connect() {} } net.connect()',
  'namespace net { export const connect = 1 as any; } net.connect()',
  'enum net { A } net.connect()',
  "import net from 'net'; function f(net) { net.connect(); }",
  "import net from 'net'; { const net = other; net.connect(); } function other() {}",
  "import net from 'net'; try { go(); } catch (net) { net.connect(); }",
  "import net from 'net'; for (const net of [1]) net.connect();",
  "let net = require('net'); net = fake; net.connect(); function fake() {}",
  "let net = require('net'); [net] = []; net.connect()",
  "let net = require('net'); ({ net } = {}); net.connect()",
  "let net = require('net'); ({ a: net = 1 } = {}); net.connect()",
  "let net = require('net'); for (net of []); net.connect()",
  "let net = require('net'); (net as any) = {}; net.connect()",
  "var net = require('net'); var net = {}; net.connect()",
  "const { connect = fake } = require('net'); connect()",
  "const { ...rest } = require('net'); rest.connect()",
  "const { [key]: connect } = require('net'); connect()",
  "const [connect] = require('net'); connect()",
  "function f(require) { require('net').connect(); }",
  'const net = require(name); net.connect()',
  "import net from 'net'; net[name]()",
  "import net from 'net'; const lib = secure ? net : other; lib.connect()",
  "import net from 'net'; import fs from 'fs'; const lib = secure ? net.connect : fs.open; lib()",
  "import net from 'net'; ({ net, other })[key].connect()",
  "import net from 'net'; function f(lib) { lib.connect(); }",
  "import net from 'net'; function f(lib = net) { lib = other; lib.connect(); }",
  "const { connect = fake } = require('net') ?? {}; connect()",
  "let lib = null; function load() { lib ??= other; lib = require('net'); } lib.connect()",
  "let lib; if (fast) lib = require('net'); else lib = other; lib.connect()",
  "import net from 'net'; class A { net = net; } class B { dial() { this.net.connect(); } }",
  "import net from 'net'; class A { constructor() { this.net = net; this.net = other; } dial() { this.net.connect(); } } const other = {};",
  "import net from 'net'; net.connect().destroy()",
  'declare const net: any; net.connect()',
];

const TABLES = {
  imports: IMPORTS,
  requires: REQUIRES,
  'compiled code': COMPILED,
  'dynamic imports': DYNAMIC,
  aliases: ALIASES,
  choices: CHOICES,
  'late bindings': LATE,
  fields: FIELDS,
  globals: GLOBALS,
};

for (const [title, table] of Object.entries(TABLES)) {
  describe(title, () => {
    for (const [program, api] of Object.entries(table)) {
      it(program, () => expect(lastApi(program)).toBe(api));
    }
  });
}

describe('what proves nothing', () => {
  for (const program of NONE) {
    it(program, () => expect(lastApi(program)).toBeUndefined());
  }
});

describe('the end of the process', () => {
  const exits = [
    'process.exit(1)',
    'globalThis.process.exit()',
    'process.abort()',
    "import { exit } from 'node:process'; exit()",
    "import process from 'process'; process.exit()",
    "require('process').exit()",
  ];
  for (const program of exits) {
    it(program, () => expect(terminators(program)).toContain('stop'));
  }

  it('is not a homonym', () => expect(terminators('const process = { exit() {} }; process.exit()')).not.toContain('stop'));
});

/** The API that the last call in the text calls, as `module.member`. */
function lastApi(program: string): string | undefined {
  const calls = functionsOf(program).flatMap(fn =>
    [...fn.blocks.values()].flatMap(({ terminator }) => (terminator.kind === 'call' ? [terminator] : [])),
  );
  const last = calls.toSorted((a, b) => a.span.end - b.span.end || b.span.start - a.span.start).at(-1);
  expect.assert(last !== undefined, 'there is a call');
  return spell(last.callee);
}

function spell(callee: Callee): string | undefined {
  const api: ApiRef | undefined = callee.kind === 'api' ? callee.api : undefined;
  return api && `${api.module}.${api.member}`;
}

function terminators(program: string): readonly string[] {
  return functionsOf(program).flatMap(fn => [...fn.blocks.values()].map(({ terminator }) => terminator.kind));
}

function functionsOf(program: string): readonly FunctionIr[] {
  const module = lowered(program);
  expect.assert(module !== undefined, 'the program parses');
  return [...module.functions.values()];
}
