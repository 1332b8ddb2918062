/** Reporters on reports made by hand: they need no code, no engine and no disk. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { codeFrame, linesOf } from '../src/report/code-frame.ts';
import { clipLine, wrapText } from '../src/report/columns.ts';
import { json } from '../src/report/json.ts';
import { reportSchema } from '../src/report/report-schema.ts';
import { stylish } from '../src/report/stylish.ts';
import type { Finding } from '../src/rule/finding.ts';
import type { Report } from '../src/rule/report.ts';

const SOURCE = `import net from 'node:net';
import { handshake } from './handshake.js';

export async function dial(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host: 'db.internal', noDelay: true });
  socket.setTimeout(5_000);
  await handshake(socket);
  return socket;
}
`;

const finding: Finding = {
  rule: 'no-leaked-socket',
  severity: 'error',
  message:
    "'socket' is still open when dial is left by reject. Nobody reads it: it stays ESTABLISHED while the peer is silent and goes to CLOSE_WAIT, for good, once the peer sends data and closes. Destroy it on every way out, e.g. in a finally.",
  file: 'src/dial.ts',
  line: 5,
  column: 18,
  endLine: 5,
  endColumn: 75,
  resource: { kind: 'socket', api: 'net.connect' },
  function: 'dial',
  exit: 'reject',
  tcpState: 'CLOSE_WAIT',
  edge: 'evident',
  witness: [
    { file: 'src/dial.ts', line: 5, column: 18, note: 'acquired' },
    { file: 'src/dial.ts', line: 7, column: 3, note: 'this may reject' },
    { file: 'src/dial.ts', line: 7, column: 3, note: 'left here by reject', exit: 'reject' },
  ],
  fingerprint: 'a'.repeat(64),
  stableFingerprint: 'b'.repeat(64),
};

const report: Report = {
  schemaVersion: 1,
  tool: { name: 'closewait', version: '0.0.0' },
  findings: [
    finding,
    { ...finding, line: 6, column: 3, endLine: 6, endColumn: 9, severity: 'warning', message: 'Short.', witness: [finding.witness[0]] },
  ],
  incomplete: [{ kind: 'parse', file: 'src/broken.ts', line: 3, column: 5, reason: "'}' expected." }],
  degraded: [{ kind: 'types', file: 'tsconfig.json', reason: 'the types of Node.js are not installed' }],
  skipped: { tests: 12, generated: 1 },
  projects: [{ path: '.', types: 'checked' }],
  stats: { files: 14, analysedFunctions: 40, resources: 3, opaque: { 'with statement': 1 } },
};

const clean: Report = { ...report, findings: [], incomplete: [], degraded: [], skipped: {} };

const sourceOf = (file: string): string | undefined => (file === 'src/dial.ts' ? SOURCE : undefined);

test('stylish shows code, the path as steps, what is missing and a summary', () => {
  expect(stylish(report, sourceOf, { color: false })).toMatchInlineSnapshot(`
    "src/dial.ts:5:18  error  'socket' is still open when dial is left by reject. Nobody reads it: it
      stays ESTABLISHED while the peer is silent and goes to CLOSE_WAIT, for good, once the peer sends
      data and closes. Destroy it on every way out, e.g. in a finally.  no-leaked-socket

        4 | export async function dial(port: number): Promise<net.Socket> {
      > 5 |   const socket = net.connect({ port, host: 'db.internal', noDelay: true });
          |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        6 |   socket.setTimeout(5_000);
        7 |   await handshake(socket);

      1. line 5  acquired             const socket = net.connect({ port, host: 'db.internal', noDelay: …
      2. line 7  this may reject      await handshake(socket);
      3. line 7  left here by reject  await handshake(socket);

    src/dial.ts:6:3  warning  Short.  no-leaked-socket

        5 |   const socket = net.connect({ port, host: 'db.internal', noDelay: true });
      > 6 |   socket.setTimeout(5_000);
          |   ^^^^^^
        7 |   await handshake(socket);
        8 |   return socket;

      1. line 5  acquired  const socket = net.connect({ port, host: 'db.internal', noDelay: true });

    incomplete (could not be analysed)
      src/broken.ts:3:5  parse  '}' expected.

    degraded (analysed with less knowledge)
      tsconfig.json  types  the types of Node.js are not installed

    skipped: 12 tests, 1 generated
    1 error, 1 warning, 1 place not analysed (14 files looked at, 3 resources followed)
    "
  `);
});

test('stylish says of a clean report that it is clean, and of how much', () => {
  expect(stylish(clean, sourceOf, { color: false })).toBe('no leaks found (14 files looked at, 3 resources followed)\n');
});

test('a report without findings but with unread code does not claim to be clean without saying so', () => {
  expect(stylish({ ...clean, incomplete: report.incomplete }, sourceOf, { color: false })).toContain(
    'no leaks found, 1 place not analysed',
  );
});

test('stylish is at most 100 columns wide', () => {
  for (const line of stylish(report, sourceOf, { color: false }).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('colour adds sequences and nothing else', () => {
  const colored = stylish(report, sourceOf, { color: true });
  expect(colored).toContain('\u001b[31m');
  expect(stripVTControlCharacters(colored)).toBe(stylish(report, sourceOf, { color: false }));
});

test('stylish works on a machine without the code', () => {
  const text = stylish(report, () => undefined, { color: false });
  expect(text).toContain('3. line 7  left here by reject');
  expect(text).not.toContain('net.connect(');
});

test('a frame counts columns after CRLF as after LF', () => {
  const frame = codeFrame(linesOf(SOURCE), finding, false);
  expect(codeFrame(linesOf(SOURCE.replaceAll('\n', '\r\n')), finding, false)).toBe(frame);
});

test('a bundle has no frame, and its steps show the part of the line that matters', () => {
  const bundle = `${'var filler=1;'.repeat(50_000)}const socket=net.connect(80);${'var filler=1;'.repeat(50_000)}`;
  const column = bundle.indexOf('net.connect') + 1;
  const place = { line: 1, column };
  const inBundle: Finding = { ...finding, ...place, endLine: 1, endColumn: column + 15, witness: [{ ...finding.witness[0], ...place }] };
  const text = stylish({ ...clean, findings: [inBundle] }, () => bundle, { color: false });
  expect(text).toMatch(/…net\.connect\(80\);/);
  expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(100);
});

test('lines are wrapped and clipped within their width', () => {
  expect(wrapText('one two three four', 9, 4)).toEqual(['one', 'two three', 'four']);
  expect(clipLine('    short', 5, 20)).toBe('short');
  expect(clipLine('abcdefghijklmnopqrstuvwxyz', 1, 10)).toBe('abcdefghi…');
  expect(clipLine('abcdefghijklmnopqrstuvwxyz', 26, 10)).toBe('…rstuvwxyz');
});

test('json holds the whole report and keeps its keys in one order', () => {
  const { findings, stats, ...others } = report;
  const shuffled: Report = { stats, findings: findings.map(({ witness, ...rest }) => ({ witness, ...rest })), ...others };
  const text = json(shuffled, sourceOf, { color: false });
  expect(JSON.parse(text)).toEqual(report);
  expect(text).toBe(json(report, sourceOf, { color: false }));
  expect(text.endsWith('}\n')).toBe(true);
  expect(Object.keys(JSON.parse(text) as Report)).toEqual([
    'schemaVersion',
    'tool',
    'findings',
    'incomplete',
    'degraded',
    'skipped',
    'projects',
    'stats',
  ]);
});

test('what json writes is valid, by the published schema and by its source', () => {
  const validate = new Ajv2020({ strictTuples: false }).compile(
    JSON.parse(readFileSync(new URL('../schema/report.schema.json', import.meta.url), 'utf8')),
  );
  const read: unknown = JSON.parse(json(report, sourceOf, { color: false }));
  expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
  expect(v.is(reportSchema, read)).toBe(true);
  expect(validate(JSON.parse(json(clean, sourceOf, { color: false })))).toBe(true);
});

test('the published schema refuses a finding without a witness', () => {
  const validate = new Ajv2020({ strictTuples: false }).compile(
    JSON.parse(readFileSync(new URL('../schema/report.schema.json', import.meta.url), 'utf8')),
  );
  const broken = { ...report, findings: [{ ...finding, witness: [] }] };
  expect(validate(broken)).toBe(false);
  expect(v.is(reportSchema, broken)).toBe(false);
});
