/**
 * The bench in a small form: counts, never times. How fast a check is follows from how little it does, and this can be told exactly:
 * what is not parsed, not asked and not loaded costs nothing on any machine.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const MODULES = 'test/libraries/node_modules';

type Counts = {
  readonly files: number;
  readonly candidates: { readonly typed: number; readonly untyped: number };
  readonly programs: number;
  readonly parsed: { readonly sources: number; readonly declarations: number; readonly mostTimesOneFile: number };
  readonly asked: number;
  readonly findings: readonly string[];
};

type Bench = {
  readonly project: { readonly candidates: number; readonly near: number; readonly unsettled: number; readonly planted: readonly string[] };
  readonly counts: { readonly typed: Counts; readonly untyped: Counts };
  readonly faults: readonly string[];
};

/** The bench of the project in `root`, on few files. */
function bench(root: string): Bench {
  const command = [join(root, 'scripts/bench.mjs'), '--counts', '--json', '--files', '96'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 1 << 24 });
  if (!stdout.startsWith('{')) throw new Error(`the bench gave no counts:\n${stderr}`);
  const told = JSON.parse(stdout) as Bench;
  expect(status, 'the exit code says whether something is not as it must be').toBe(told.faults.length > 0 ? 1 : 0);
  return told;
}

/** A copy of what the bench runs, with one text of the build exchanged. */
function spoilt(file: string, before: string, after: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'closewait-spoilt-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const path of ['scripts', 'dist', 'package.json', 'layers.mjs']) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  for (const path of ['node_modules', MODULES]) {
    cpSync(join(ROOT, dirname(path), 'package.json'), join(copy, dirname(path), 'package.json'), { recursive: true });
    symlinkSync(join(ROOT, path), join(copy, path), 'dir');
  }
  const path = join(copy, 'dist/src', file);
  const text = readFileSync(path, 'utf8');
  expect(text, `${file} holds what is to be spoilt`).toContain(before);
  writeFileSync(path, text.replace(before, after));
  return copy;
}

const first = lazily(() => bench(ROOT));

test('a run parses a file once, asks only what imports do not settle, and finds what is planted and nothing else', () => {
  const { project, counts, faults } = first();
  expect(faults).toEqual([]);
  const { typed, untyped } = counts;
  expect(project.planted.length).toBeGreaterThan(0);
  expect(typed.findings).toEqual(untyped.findings);
  expect(typed.candidates.typed).toBe(project.candidates);
  expect(typed.files).toBeGreaterThan(5 * project.candidates);
  expect(typed.parsed.sources).toBe(project.near);
  expect(typed.asked).toBeLessThanOrEqual(project.unsettled);
  expect(untyped).toMatchObject({ programs: 0, asked: 0, parsed: { sources: project.candidates, declarations: 0 } });
});

test('the counts are the same each time', () => {
  expect(bench(ROOT)).toEqual(first());
});

const CHECKER = 'const inDoubt = [];';
const ASK_ALL = 'program.getRootFileNames().forEach(name => checker.getSymbolAtLocation(program.getSourceFile(name)));';

test.each([
  ['a file that is parsed again for every program', 'project/source-cache.js', 'shared !== undefined', 'false', /parsed \d times/],
  ['a scan that lets everything through', 'project/candidates.js', 'mayHoldResource(text)', 'true', /files name a library/],
  ['TypeScript loaded without need', 'project/open-sources.js', 'candidates.length === 0', 'host.loadTypeScript() === 0', /was loaded for/],
  [
    'imports followed to the end',
    'project/open-sources.js',
    "open(candidates, 'near')",
    "open(candidates, 'all')",
    /candidates import fewer/,
  ],
  ['questions nobody needs', 'project/open-sources.js', CHECKER, `${CHECKER} ${ASK_ALL}`, /questions, but only/],
] as const)('the bench tells: %s', (_, file, before, after, told) => {
  expect(bench(spoilt(file, before, after)).faults.join('\n')).toMatch(told);
});

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
