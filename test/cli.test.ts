/** The built command line as its users meet it: exit codes, what goes to stdout and to stderr, and every kind of bad input. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Report } from '../src/rule/report.ts';
import { closewait, folderOf } from './support/closewait.ts';
import type { Run } from './support/closewait.ts';

/** Clean whatever the rules: what it opens is destroyed at once. */
const CODE = "import net from 'node:net';\nnet.connect(80).destroy();\n";
const BROKEN = "import net from 'node:net';\nexport function dial( {\n";

const validate = new Ajv2020({ strictTuples: false }).compile(
  JSON.parse(readFileSync(new URL('../schema/report.schema.json', import.meta.url), 'utf8')),
);

/** Runs with the JSON reporter and gives the report, checked against the published schema, beside the run. */
function check(args: readonly string[], cwd: string, uid?: number): Run & { readonly report: Report } {
  const run = closewait(['check', ...args, '--reporter', 'json'], { cwd, ...(uid !== undefined && { uid }) });
  const report: Report = JSON.parse(run.stdout);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return { ...run, report };
}

test('clean code: exit 0, the report on stdout, what was known of types on stderr', () => {
  const folder = folderOf({ 'src/a.ts': CODE });
  const { code, stdout, stderr } = closewait(['src'], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^no leaks found \(1 file looked at, \d+ resources? followed\)\n$/);
  expect(stderr).toBe('types: none for 1 file\n');
});

test('`closewait` is `closewait check`, and no path is the current folder', () => {
  const folder = folderOf({ 'src/a.ts': CODE });
  const runs = [[], ['.'], ['check'], ['check', '.']].map(args => closewait(args, { cwd: folder }));
  expect(new Set(runs.map(run => JSON.stringify(run))).size).toBe(1);
});

test('the JSON report holds what the run knows, with paths relative to the root', () => {
  const folder = folderOf({ 'app/a.ts': CODE, 'app/b.ts': 'export const x = 1;\n', 'app/a.test.ts': CODE });
  mkdirSync(join(folder, '.git'));
  const { code, report } = check(['.'], join(folder, 'app'));
  expect(code).toBe(0);
  expect(report).toMatchObject({
    schemaVersion: 1,
    tool: { name: 'closewait' },
    incomplete: [],
    skipped: { tests: 1 },
    projects: [{ path: '.', types: 'none' }],
    stats: { files: 2 },
  });
});

test('two runs give the same bytes', () => {
  const folder = folderOf({ 'b.ts': CODE, 'a.ts': BROKEN, 'c/d.ts': CODE });
  expect(check(['.'], folder).stdout).toBe(check([join(folder, 'c'), folder], folder).stdout);
});

test('a file that does not parse is incomplete with its place, and the rest is analysed', () => {
  const folder = folderOf({ 'broken.ts': BROKEN, 'fine.ts': CODE });
  const { code, report, stderr } = check(['.'], folder);
  expect(code).toBe(2);
  expect(report.incomplete).toMatchObject([{ kind: 'parse', file: 'broken.ts', line: 3, column: 1 }]);
  expect(report.stats.files).toBe(2);
  expect(stderr).toContain('closewait: incomplete: broken.ts:3:1  parse');

  const stylish = closewait(['.'], { cwd: folder });
  expect(stylish.code).toBe(2);
  expect(stylish.stdout).toMatch(/incomplete \(could not be analysed\)\n {2}broken\.ts:3:1 {2}parse/);
  expect(stylish.stderr).not.toContain('incomplete');
});

test('a file that does not parse but cannot hold a resource is none of our business', () => {
  const { code, report } = check(['.'], folderOf({ 'broken.ts': 'function (' }));
  expect({ code, incomplete: report.incomplete }).toEqual({ code: 0, incomplete: [] });
});

test('a byte order mark does not shift columns, CRLF counts as one line end', () => {
  const folder = folderOf({
    'bom.ts': "\uFEFFimport net from 'node:net' oops(;\n",
    'crlf.ts': "import net from 'node:net';\r\n\r\nconst x = ;\r\n",
  });
  expect(check(['.'], folder).report.incomplete).toMatchObject([
    { file: 'bom.ts', line: 1, column: 28 },
    { file: 'crlf.ts', line: 3, column: 11 },
  ]);
});

test('a path that does not exist is wrong usage and is named', () => {
  const folder = folderOf({ 'a.ts': CODE });
  const { code, stdout, stderr } = closewait(['a.ts', 'nowhere/b.ts'], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('closewait: no such file or folder: nowhere/b.ts\n');
});

test('an empty folder and a file that is no source are incomplete', () => {
  const folder = folderOf({ 'readme.md': '# Hello' });
  mkdirSync(join(folder, 'empty'));
  const { code, report } = check(['empty', 'readme.md'], folder);
  expect(code).toBe(2);
  expect(report.incomplete).toMatchObject([
    { kind: 'input', file: 'empty' },
    { kind: 'input', file: 'readme.md' },
  ]);
});

test('a bundle of 5 MB is skipped where it is found and analysed where it is named', () => {
  const bundle = `var net=require("net");${'function f(a,b){return a?b:f(b,a)}'.repeat(160_000)}`;
  const folder = folderOf({ 'lib/bundle.js': bundle, 'lib/a.ts': CODE });
  expect(bundle.length).toBeGreaterThan(5_000_000);
  expect(check(['lib'], folder).report).toMatchObject({ skipped: { large: 1 }, stats: { files: 1 }, incomplete: [] });
  const named = check(['lib/bundle.js'], folder);
  expect(named.code).toBe(0);
  expect(named.report).toMatchObject({ skipped: {}, stats: { files: 1 }, incomplete: [] });
});

test('a loop of links ends', () => {
  const folder = folderOf({ 'a.ts': CODE });
  symlinkSync('.', join(folder, 'self'));
  expect(check(['.'], folder).report.stats.files).toBe(1);
});

const isRoot = process.getuid?.() === 0;

test('a file that may not be read is incomplete, and the rest is analysed', { skip: process.platform === 'win32' }, () => {
  const folder = folderOf({ 'secret.ts': CODE, 'fine.ts': CODE });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'secret.ts'), 0o000);
  // Root may read everything; somebody else may not.
  const { code, report } = check(['.'], folder, isRoot ? 65_534 : undefined);
  expect(code).toBe(2);
  expect(report.incomplete).toMatchObject([{ kind: 'read', file: 'secret.ts' }]);
  expect(report.stats.files).toBe(1);
});

test('tests are skipped unless asked for or named', () => {
  const folder = folderOf({ 'a.ts': CODE, 'test/b.ts': CODE, 'c.spec.ts': CODE });
  expect(check(['.'], folder).report).toMatchObject({ skipped: { tests: 2 }, stats: { files: 1 } });
  expect(check(['.', '--include-tests'], folder).report).toMatchObject({ skipped: {}, stats: { files: 3 } });
  expect(check(['test', 'c.spec.ts'], folder).report).toMatchObject({ skipped: {}, stats: { files: 2 } });
});

test('build output, ignored and generated files are skipped unless named; a folder of nothing else says so', () => {
  const folder = folderOf({
    'src/a.ts': CODE,
    'src/api.ts': `// @generated\n${CODE}`,
    'dist/a.js': CODE,
    'local/b.ts': CODE,
    '.gitignore': 'local/*\n',
  });
  mkdirSync(join(folder, '.git'));
  expect(check(['.'], folder).report).toMatchObject({ skipped: { generated: 2, ignored: 1 }, stats: { files: 1 } });
  expect(check(['dist', 'local/b.ts', 'src/api.ts'], folder).report).toMatchObject({ skipped: {}, stats: { files: 3 } });

  const { code, stderr } = closewait(['local'], { cwd: folder });
  expect(code).toBe(0);
  expect(stderr).toContain("closewait: nothing was checked in 'local': its one source file is skipped as ignored by .gitignore.");
});

test('without a tsconfig nothing is said; --types says what is missing', () => {
  const folder = folderOf({ 'a.ts': CODE });
  expect(check(['.'], folder).report.degraded).toEqual([]);
  const asked = check(['.', '--types'], folder);
  expect(asked.code).toBe(0);
  expect(asked.report.degraded).toMatchObject([{ kind: 'types', file: 'a.ts' }]);
  expect(asked.stderr).toContain('closewait: degraded: a.ts  types');
});

test('types are checked where there is a tsconfig, and the run says for how many files', () => {
  const folder = folderOf({ 'tsconfig.json': '{ "include": ["src"] }', 'src/a.ts': CODE, 'src/b.ts': CODE, 'tools/c.ts': CODE });
  const auto = check(['.'], folder);
  expect(auto.stderr).toContain('types: checked for 2 files, none for 1\n');
  expect(auto.report.degraded).toMatchObject([{ kind: 'types', reason: expect.stringContaining('@types/node') }]);
  const off = check(['.', '--no-types'], folder);
  expect(off.stderr).toBe('types: none for 3 files\n');
  expect(off.report.projects).toEqual([{ path: '.', types: 'none' }]);
});

test('a broken tsconfig is degraded and its files are analysed all the same', () => {
  const { code, report } = check(['.'], folderOf({ 'tsconfig.json': '{ nonsense', 'a.ts': CODE }));
  expect(code).toBe(0);
  expect(report.degraded).toMatchObject([{ kind: 'configuration', file: 'tsconfig.json' }]);
  expect(report.stats.files).toBe(1);
});

test.each([
  [['--rule', 'no-leakd-socket'], "unknown rule 'no-leakd-socket' — did you mean 'no-leaked-socket'?"],
  [['--rule', 'closewait/no-leaked-socket=loud'], 'the level must be one of error, warning, off'],
  [['--reporter', 'jsn'], "unknown reporter 'jsn' — did you mean 'json'?"],
  [['--reporter', 'json', '--reporter', 'stylish'], 'only one reporter can write to stdout'],
  [['--reporter', 'json='], "the file's name is missing"],
  [['--preset', 'lax'], "argument 'lax' is invalid"],
  [['--fail-on', 'info'], "argument 'info' is invalid"],
  [['--projct', 'x'], "unknown option '--projct'"],
  [['--project', 'nowhere.json'], '--project nowhere.json: no such file'],
  [['--root', 'nowhere'], '--root nowhere: no such folder'],
])('wrong usage: %s', (args, message) => {
  const { code, stdout, stderr } = closewait(['check', '.', ...args], { cwd: folderOf({ 'a.ts': CODE }) });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('reporters write files, folders included, beside the one on stdout', () => {
  const folder = folderOf({ 'a.ts': CODE });
  const { code, stdout } = closewait(['.', '--reporter', 'stylish', '--reporter', 'json=out/leaks.json'], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain('no leaks found');
  expect(validate(JSON.parse(readFileSync(join(folder, 'out/leaks.json'), 'utf8')))).toBe(true);

  writeFileSync(join(folder, 'blocked'), '');
  const failed = closewait(['a.ts', '--reporter', 'json=blocked/leaks.json'], { cwd: folder });
  expect(failed.code).toBe(2);
  expect(failed.stderr).toContain('cannot write the json report');
});

test('a report is written even where the analysis is incomplete', () => {
  const folder = folderOf({ 'broken.ts': BROKEN });
  expect(closewait(['.', '--reporter', 'json=leaks.json'], { cwd: folder }).code).toBe(2);
  expect(existsSync(join(folder, 'leaks.json'))).toBe(true);
});

test('--color decides, not the pipe', () => {
  const folder = folderOf({ 'broken.ts': BROKEN });
  expect(closewait(['.', '--color', 'always'], { cwd: folder }).stdout).toContain('\u001b[31m');
  expect(closewait(['.', '--color', 'never'], { cwd: folder, env: { FORCE_COLOR: '1', NO_COLOR: '' } }).stdout).not.toContain('\u001b[');
  expect(closewait(['.'], { cwd: folder, env: { FORCE_COLOR: '1', NO_COLOR: '' } }).stdout).toContain('\u001b[31m');
});

test('--stats counts on stderr', () => {
  const { stdout, stderr } = closewait(['.', '--stats', '--reporter', 'json'], { cwd: folderOf({ 'a.ts': CODE }) });
  expect(JSON.parse(stdout)).toMatchObject({ stats: { files: 1 } });
  expect(stderr).toMatch(/^files: 1, analysed functions: \d+, resources: \d+$/m);
});

test('rules, version and help', () => {
  const cwd = folderOf({});
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(closewait(['--version'], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const rules = closewait(['rules'], { cwd });
  expect(rules.code).toBe(0);
  expect(rules.stdout).toMatch(/^no-leaked-socket {10}error {5}recommended {2}CWE-772/m);
  const help = closewait(['--help'], { cwd });
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('closewait trace src/client.ts:12');
  expect(closewait(['check', '--help'], { cwd }).stdout).toContain('--fail-on <level>');
});

test('trace and debug say what is wrong with what they were given', () => {
  const folder = folderOf({ 'a.ts': CODE, 'broken.ts': BROKEN });
  const outcome = (...args: string[]): Run => closewait(args, { cwd: folder });
  expect(outcome('trace', 'a.ts')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected FILE:LINE') });
  expect(outcome('trace', 'a.ts:1')).toMatchObject({ code: 2, stderr: expect.stringContaining('is acquired at a.ts:1') });
  expect(outcome('trace', 'b.ts:1')).toMatchObject({ code: 2, stderr: expect.stringContaining('no such file or folder: b.ts') });
  expect(outcome('trace', 'broken.ts:1')).toMatchObject({ code: 2, stderr: expect.stringContaining('broken.ts:3:1  parse') });
  expect(outcome('debug', 'ir', 'b.ts')).toMatchObject({ code: 2, stderr: expect.stringContaining('no such file: b.ts') });
  expect(outcome('debug', 'ir', 'broken.ts:dial')).toMatchObject({ code: 2, stderr: expect.stringContaining('broken.ts:3:1') });
  expect(outcome('debug', 'svg', 'a.ts')).toMatchObject({ code: 2, stderr: expect.stringContaining("'svg' is invalid") });
  expect(outcome('debug', 'ir', 'a.ts').code).toBe(0);
});

test('a run without a candidate never loads TypeScript', () => {
  const folder = folderOf({
    'src/a.ts': 'export const x = 1;\n',
    'tsconfig.json': '{}',
    'tell.cjs':
      "process.on('exit', () => process.stderr.write(Object.keys(require.cache).some(path => path.includes('ts-morph')) ? 'loaded' : 'not loaded'));\n",
  });
  const env = { NODE_OPTIONS: `--require ${join(folder, 'tell.cjs')}` };
  expect(closewait(['src'], { cwd: folder, env }).stderr).toBe('not loaded');
  writeFileSync(join(folder, 'src/b.ts'), CODE);
  expect(closewait(['src'], { cwd: folder, env }).stderr).toMatch(/\nloaded$/);
});
