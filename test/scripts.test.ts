/** Scaffolding, registries and pages, each run as contributors run it, on a copy of the project. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['src', 'rules', 'scripts', 'fixtures', 'test/libraries/package.json', 'dist'];
const PAGES = ['README.md', 'ARCHITECTURE.md'];
const SETTINGS = ['layers.mjs', 'package.json', 'tsconfig.json', '.prettierrc.json'];

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'closewait-scripts-'));
  for (const path of [...SOURCES, ...PAGES, ...SETTINGS]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: from => !from.endsWith('node_modules') });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

function run(script: string, ...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts', script), ...args], { cwd: copy, encoding: 'utf8' });
  return { status, stderr };
}

const textOf = (path: string): string => readFileSync(join(copy, path), 'utf8');

test('registries and pages are up to date', () => {
  expect(run('generate.mjs', '--check')).toMatchObject({ status: 0, stderr: '' });
  expect(run('docs.mjs', '--check')).toMatchObject({ status: 0, stderr: '' });
});

test('a stale registry, a stale page and a page without its headings are found', () => {
  const registry = textOf('rules/index.ts');
  writeFileSync(join(copy, 'rules/index.ts'), `${registry}\n`);
  expect(run('generate.mjs', '--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('rules/index.ts') as unknown });
  writeFileSync(join(copy, 'rules/index.ts'), registry);

  const page = textOf('rules/no-leaked-socket.md');
  writeFileSync(join(copy, 'rules/no-leaked-socket.md'), page.replace('await handshake(socket);', 'await greet(socket);'));
  expect(run('docs.mjs', '--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('no-leaked-socket.md') as unknown });
  writeFileSync(join(copy, 'rules/no-leaked-socket.md'), page.replace('## How to fix', '## Fixes'));
  expect(run('docs.mjs', '--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('headings') as unknown });
  writeFileSync(join(copy, 'rules/no-leaked-socket.md'), page);
});

test('names are validated and nothing is overwritten', () => {
  const before = textOf('rules/no-leaked-socket.ts');
  for (const name of ['leaked-socket', 'no-socket', 'no-Leaked-socket', '../no-leaked-socket', 'no-leaked-socket']) {
    expect(run('new-rule.mjs', name), name).toMatchObject({ status: 2 });
  }
  for (const name of ['@scope/name', '../net', 'Net', 'net']) expect(run('new-model.mjs', name), name).toMatchObject({ status: 2 });
  expect(run('new-rule.mjs')).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') as unknown });
  expect(textOf('rules/no-leaked-socket.ts')).toBe(before);
});

test('a new rule and a new model are listed, and type-check as they are', () => {
  expect(run('new-rule.mjs', 'no-scaffolded-example')).toMatchObject({ status: 0, stderr: '' });
  expect(run('new-model.mjs', 'aws-lambda')).toMatchObject({ status: 0, stderr: '' });
  expect(run('new-model.mjs', 'zlib')).toMatchObject({ status: 0, stderr: '' });

  expect(textOf('rules/index.ts')).toMatch(/= \[.*\bnoScaffoldedExample\b.*\];/);
  expect(textOf('src/models/index.ts')).toMatch(/= \[\n?[^\]]*\bawsLambda\b[^\]]*\bzlib\b[^\]]*\];/);
  expect(textOf('src/models/aws-lambda.ts')).toContain("checkedAgainst: ['@types/aws-lambda@8']");
  expect(textOf('src/models/zlib.ts')).toContain(
    "modules: ['zlib', 'node:zlib'],\n  checkedAgainst: ['@types/node@26', '@types/node@20'],",
  );
  for (const path of [
    'rules/no-scaffolded-example.md',
    'fixtures/no-scaffolded-example/first-case.leak.ts',
    'fixtures/models/zlib.clean.ts',
  ]) {
    expect(existsSync(join(copy, path)), path).toBe(true);
  }
  expect(run('generate.mjs', '--check')).toMatchObject({ status: 0 });

  const project = { extends: './tsconfig.json', include: ['rules/index.ts', 'src/models/index.ts'] };
  writeFileSync(join(copy, 'tsconfig.scaffold.json'), JSON.stringify(project));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const checked = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.scaffold.json'], { cwd: copy, encoding: 'utf8' });
  expect(checked.stdout).toBe('');
  expect(checked.status).toBe(0);
});

test('conformance thresholds only rise', () => {
  const git = (...args: readonly string[]): void => {
    spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...args], { cwd: copy });
  };
  const thresholds = (recall: number): string =>
    JSON.stringify({ typed: { recall, precision: 0.5 }, untyped: { recall: 0.5, precision: 0.5 } });
  const write = (recall: number): void => {
    writeFileSync(join(copy, 'conformance.json'), thresholds(recall));
  };

  git('init', '--quiet');
  write(0.5);
  expect(run('conformance.mjs'), 'nothing committed yet').toMatchObject({ status: 0 });
  git('add', 'conformance.json');
  git('commit', '--quiet', '--message', 'thresholds');
  write(0.6);
  expect(run('conformance.mjs'), 'raised').toMatchObject({ status: 0 });
  write(0.4);
  expect(run('conformance.mjs'), 'lowered').toMatchObject({ status: 1, stderr: expect.stringContaining('typed.recall') as unknown });
  git('commit', '--quiet', '--all', '--message', 'lowered');
  expect(run('conformance.mjs'), 'lowered by the last commit').toMatchObject({ status: 1 });
  writeFileSync(join(copy, 'conformance.json'), '{ "typed": { "recall": 1 } }');
  expect(run('conformance.mjs'), 'incomplete').toMatchObject({ status: 1, stderr: expect.stringContaining('must be a number') as unknown });
});
