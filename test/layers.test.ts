/**
 * The architecture holds: layers.mjs by dependency-cruiser, and what that tool cannot see. Breaks are seeded into a copy, because a check
 * that never failed proves nothing.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

type Cruise = {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
};

type Layers = { readonly LAYERS: Readonly<Record<string, { readonly may: readonly string[]; readonly why: string }>> };

const { LAYERS } = (await import(new URL('../layers.mjs', import.meta.url).href)) as Layers;

/** `rule: from`, once per edge, in order. */
function violationsIn(folder: string): readonly string[] {
  const args = [join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs'];
  const output = execFileSync(process.execPath, [...args, '--output-type', 'json', 'src', 'rules'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { violations } = (JSON.parse(output) as Cruise).summary;
  return [...new Set(violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort();
}

const copies: string[] = [];

function copyWith(seeds: Readonly<Record<string, string>>): string {
  const copy = mkdtempSync(join(tmpdir(), 'closewait-layers-'));
  copies.push(copy);
  for (const path of ['src', 'rules', 'layers.mjs', '.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(seeds)) writeFileSync(join(copy, path), text);
  return copy;
}

afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

test('every import keeps to layers.mjs', () => {
  expect(violationsIn(ROOT)).toEqual([]);
});

test('each kind of break is found', () => {
  const before = new Set(violationsIn(ROOT));
  const broken = copyWith({
    'src/ir/seed.ts': "import type { Protocol } from '../protocol/protocol.ts';\nexport type Seed = Protocol;\n",
    'src/models/seed.ts': "import { mayHoldResource } from '../engine/analyze.ts';\nexport const seed = mayHoldResource;\n",
    'src/report/seed.ts': "import { readFileSync } from 'node:fs';\nexport const seed = readFileSync;\n",
    'src/rule/seed.ts': "import type ts from 'typescript';\nexport type Seed = ts.Node;\n",
    'src/lower/seed.ts': "import ts from 'typescript';\nexport const seed = ts.version;\n",
    'src/base/seed-one.ts': "import type { Two } from './seed-two.ts';\nexport type One = { readonly two?: Two };\n",
    'src/base/seed-two.ts': "import type { One } from './seed-one.ts';\nexport type Two = { readonly one?: One };\n",
    'src/base/seed-nowhere.ts': "import { nothing } from './not-there.ts';\nexport const seed = nothing;\n",
    'rules/seed.ts': "import { analyzeSource } from '../src/engine/analyze.ts';\nexport const seed = analyzeSource;\n",
  });
  expect(violationsIn(broken).filter(violation => !before.has(violation))).toEqual([
    'layer:rules: rules/seed.ts',
    'layer:src/ir: src/ir/seed.ts',
    'layer:src/models: src/models/seed.ts',
    'no-cycle: src/base/seed-one.ts',
    'no-io-in-the-core: src/report/seed.ts',
    'no-unresolved: src/base/seed-nowhere.ts',
    'only:typescript: src/rule/seed.ts',
    'types-only:typescript: src/lower/seed.ts',
  ]);
});

test('every folder of sources has a row, and every row a folder', () => {
  const folders = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .map(path => dirname(path).split(sep).slice(0, 2).join('/'));
  expect(new Set([...folders, 'rules'])).toEqual(new Set(Object.keys(LAYERS)));
});

test('every row says why and names only rows', () => {
  for (const [folder, { may, why }] of Object.entries(LAYERS)) {
    expect(why, folder).not.toBe('');
    expect(Object.keys(LAYERS), folder).toEqual(expect.arrayContaining([...may]));
  }
});

test('every source opens with a comment that says what it is', () => {
  const sources = ['src', 'rules'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .map(path => join(folder, path)),
  );
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter(path => !/^(?:#!.*\n)?\/\*\*/.test(readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
});
