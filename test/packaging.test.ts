/** The package as published: its entries resolve for every kind of importer, and its pages say what its rules are. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/eslint/plugin.ts';
import { rules } from '../rules/index.ts';
import { HOSTS, linkHosts, makeFolder, packInto, ROOT, run } from './support/hosts.ts';

/** The part of `@arethetypeswrong/core` and `publint` that is used. They are read from test/hosts, where their types are not looked up. */
type Attw = {
  readonly createPackageFromTarballData: (data: Uint8Array) => unknown;
  readonly checkPackage: (pack: unknown) => Promise<{ readonly problems: readonly Problem[] }>;
};
type Problem = { readonly kind: string; readonly entrypoint?: string; readonly resolutionKind?: string };
type Publint = {
  readonly publint: (options: {
    readonly pack: { readonly tarball: ArrayBuffer };
    readonly strict: boolean;
  }) => Promise<{ readonly messages: readonly unknown[] }>;
};

let folder = '';
let tarball = new Uint8Array();

beforeAll(() => {
  folder = makeFolder({});
  tarball = new Uint8Array(readFileSync(packInto(folder)));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function importHost<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(HOSTS, path)).href)) as Module;
}

test('publint finds nothing to say', async () => {
  const { publint } = await importHost<Publint>('publint/src/index-node.js');
  const { messages } = await publint({ pack: { tarball: tarball.slice().buffer }, strict: true });
  expect(messages).toEqual([]);
});

test('types resolve for every kind of importer', async () => {
  const { checkPackage, createPackageFromTarballData } = await importHost<Attw>('@arethetypeswrong/core/dist/index.js');
  const { problems } = await checkPackage(createPackageFromTarballData(tarball));
  expect(problems).toEqual([
    // Every Node.js that we support can require() an ES module, and gets the plugin itself (below).
    { kind: 'CJSResolvesToESM', entrypoint: '.', resolutionKind: 'node16-cjs' },
    // The schema of reports is for editors; resolution that knows no `exports` is for nobody who reads one.
    { kind: 'NoResolution', entrypoint: './report.schema.json', resolutionKind: 'node10' },
  ]);
});

test('require() and import give the same plugin', () => {
  const program = `
    const required = require('eslint-plugin-closewait');
    import('eslint-plugin-closewait').then(({ default: imported }) => {
      console.log(JSON.stringify({ same: required === imported, rules: Object.keys(required.rules), presets: Object.keys(required.configs) }));
    });`;
  const printed: unknown = JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }));
  expect(printed).toEqual({ same: true, rules: rules.map(({ name }) => name), presets: Object.keys(plugin.configs) });
});

const CONSUMER = `import closewait from 'eslint-plugin-closewait';
import type { Linter } from 'eslint';
export const name: string = closewait.meta.name;
export default [closewait.configs.recommended] satisfies Linter.Config[];
// @ts-expect-error: a preset is no number, so its type is known
export const wrong: number = closewait.configs.strict;
`;

const REQUIRER = `import closewait = require('eslint-plugin-closewait');
export const name: string = closewait.meta.name;
// @ts-expect-error: a preset is no number, so its type is known
export const wrong: number = closewait.configs.strict;
`;

const MATRIX = join(ROOT, 'test/matrix/node_modules');

test.each([
  ['5.4', join(MATRIX, 'typescript-5.4'), ['eslint.config.mts']],
  ['5.9', join(MATRIX, 'typescript-5.9'), ['eslint.config.mts', 'required.cts']],
  ['6.0', join(MATRIX, 'typescript-6.0'), ['eslint.config.mts', 'required.cts']],
  ['7.0', join(HOSTS, 'typescript-7'), ['eslint.config.mts', 'required.cts']],
])('a configuration written in TypeScript compiles with %s', async (_, typescript, files) => {
  const project = makeFolder({
    'eslint.config.mts': CONSUMER,
    'required.cts': REQUIRER,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', target: 'es2022', types: [] },
      files,
    }),
  });
  try {
    linkHosts(project, ['eslint']);
    expect(await run(project, join(typescript, 'bin/tsc'), ['-p', '.'])).toEqual({ code: 0, output: '' });
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});

// What eslint-doc-generator would see to. It wants the lines above its marker to itself, and so does scripts/docs.mjs, which also writes
// there what it does not know: CWE, version, examples from fixtures.
test('every rule has a page, and the README lists every rule with severity and preset', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| \[(\S+)\]\((\S+)\) +\| (\w+) +\| (\w+) +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(rules.map(({ name, meta }) => [name, `rules/${name}.md`, meta.severity, meta.preset, meta.summary]));
  const files = execFileSync('tar', ['-tz'], { input: tarball, encoding: 'utf8' }).split('\n');
  for (const { name, meta } of rules) {
    const page = readFileSync(join(ROOT, `rules/${name}.md`), 'utf8');
    expect(page, name).toContain(`# ${name}\n`);
    expect(page, name).toContain(`**${meta.severity}** · in ${meta.preset === 'recommended' ? '`recommended` and `strict`' : '`strict`'}`);
    expect(files, 'pages are shipped').toContain(`package/rules/${name}.md`);
  }
});

test('what the package needs at run time is declared, and nothing of a linter is', () => {
  const { dependencies } = createRequire(import.meta.url)('../package.json') as { readonly dependencies: object };
  expect(Object.keys(dependencies).filter(name => /eslint|^typescript$/.test(name))).toEqual([]);
});
