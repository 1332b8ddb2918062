/**
 * The plugin under what is not ESLint with the classic TypeScript: oxlint, and typescript-eslint's experimental TypeScript 7 backend. Both
 * must find what ESLint finds.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { foundByEslint, HOSTS, linkHosts, makeFolder, ROOT, run } from './support/hosts.ts';
import type { Files, Found } from './support/hosts.ts';
import { PLAIN_CURE, PLAIN_LEAK, TYPED_LEAK } from './support/planted.ts';

type SafeMembers = { readonly SAFE_MEMBERS: { readonly TypeChecker: readonly string[] } };

const { SAFE_MEMBERS } = (await import(new URL('../scripts/safe-checker-members.mjs', import.meta.url).href)) as SafeMembers;

const ESLINT = join(HOSTS, 'eslint/bin/eslint.js');

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function project(files: Files, packages: readonly string[]): string {
  const folder = makeFolder({ 'package.json': '{ "private": true, "type": "module" }', ...files });
  folders.push(folder);
  linkHosts(folder, packages);
  return folder;
}

const byPlace = (a: Found, b: Found): number => a.file.localeCompare(b.file) || a.line - b.line;

describe('oxlint', () => {
  type OxlintReport = {
    readonly diagnostics: readonly {
      readonly message: string;
      readonly code: string;
      readonly filename: string;
      readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
    }[];
    readonly number_of_files: number;
  };

  test('finds what ESLint finds', async () => {
    const files = {
      '.oxlintrc.json': JSON.stringify({
        jsPlugins: ['eslint-plugin-closewait'],
        categories: { correctness: 'off' },
        rules: Object.fromEntries(rules.map(({ name }) => [`closewait/${name}`, ['error', { errorPaths: 'all' }]])),
      }),
      'eslint.config.mjs': "import closewait from 'eslint-plugin-closewait';\nexport default [closewait.configs.strict];\n",
      'src/dial.js': PLAIN_LEAK,
      'src/clean.js': PLAIN_CURE,
      'src/unicode.cjs': `const net = require('net'); /* 🔌 */ exports.ring = port => { net.connect(port).write('🔔'); };\n`,
    };
    const folder = project(files, ['eslint', 'oxlint']);

    const { code, output } = await run(folder, join(HOSTS, 'oxlint/bin/oxlint'), ['--format', 'json', 'src']);
    const report = JSON.parse(output) as OxlintReport;
    expect({ code, files: report.number_of_files }).toEqual({ code: 1, files: 3 });
    // oxlint counts the bytes of a line, ESLint its UTF-16 code units.
    const columnOf = (file: string, { line, column }: { readonly line: number; readonly column: number }): number => {
      const text = readFileSync(join(folder, file), 'utf8').split('\n')[line - 1] ?? '';
      return (
        Buffer.from(text)
          .subarray(0, column - 1)
          .toString().length + 1
      );
    };
    const found = report.diagnostics.map(({ message, code: rule, filename, labels: [label] }): Found => ({
      file: filename,
      rule: rule.replace(/\((.*)\)$/, '/$1'),
      line: label?.span.line ?? 0,
      column: label ? columnOf(filename, label.span) : 0,
      message,
    }));
    const expected = foundByEslint(folder, await run(folder, ESLINT, ['src', '--format', 'json']));
    expect(expected.map(({ file }) => file)).toEqual(['src/dial.js', 'src/unicode.cjs']);
    expect(found.toSorted(byPlace)).toEqual(expected.toSorted(byPlace));
  });
});

describe("typescript-eslint's TypeScript 7 backend", () => {
  /** A rule of the project beside ours tells which backend answers, and which of the given members its checker has. */
  const config = (projectService: string): string => `import closewait from 'eslint-plugin-closewait';
import tseslint from 'typescript-eslint';
const asks = {
  create: context => ({
    Program(node) {
      const checker = context.sourceCode.parserServices.program.getTypeChecker();
      const members = ${JSON.stringify(SAFE_MEMBERS.TypeChecker)};
      let backend = 'classic';
      try { checker.getRootSymbols } catch (error) { backend = error.message; }
      context.report({ node, message: JSON.stringify({ backend, missing: members.filter(name => typeof checker[name] !== 'function') }) });
    },
  }),
};
export default [
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: ${projectService}, tsconfigRootDir: import.meta.dirname } },
    plugins: { ours: { rules: { asks } } },
    rules: { 'ours/asks': 'error' },
  },
  { files: ['**/*.ts'], ...closewait.configs.strictTypeChecked },
];
`;

  async function lint(projectService: string): Promise<readonly Found[]> {
    const files = {
      ...TYPED_LEAK,
      'src/clean.ts': PLAIN_CURE.replace('(port)', '(port: number)'),
      'eslint.config.mjs': config(projectService),
    };
    const folder = project(files, ['eslint', 'typescript', 'typescript-eslint', '@types/node']);
    return foundByEslint(folder, await run(folder, ESLINT, ['src', '--format', 'json']));
  }

  test('finds what the classic one finds, and has every member that we allow ourselves', async () => {
    const [classic, native] = await Promise.all([lint('true'), lint("{ EXPERIMENTAL_backend: 'tsgo' }")]);
    const told = (found: readonly Found[]): readonly unknown[] =>
      found.filter(({ rule }) => rule === 'ours/asks').map(({ message }) => JSON.parse(message) as unknown);
    const ours = (found: readonly Found[]): readonly Found[] => found.filter(({ rule }) => rule !== 'ours/asks');

    expect(new Set(told(classic).map(answer => JSON.stringify(answer)))).toEqual(new Set(['{"backend":"classic","missing":[]}']));
    expect(told(native)).toHaveLength(told(classic).length);
    for (const answer of told(native)) {
      expect(answer).toEqual({ backend: expect.stringContaining('is not available on the tsgo API') as unknown, missing: [] });
    }
    expect(ours(classic)).toContainEqual(expect.objectContaining({ file: 'src/typed.ts', line: 5, column: 18 }));
    expect(ours(native)).toEqual(ours(classic));
  });
});

describe('our own lint rule', () => {
  const FILE = 'src/lower/type-resolution.ts';

  async function complaints(addition: string): Promise<readonly string[]> {
    const eslint = new ESLint({ cwd: ROOT, ruleFilter: ({ ruleId }) => ruleId === 'ourselves/safe-checker-members' });
    const text = readFileSync(join(ROOT, FILE), 'utf8');
    const [result] = await eslint.lintText(`${text}\n${addition}`, { filePath: join(ROOT, FILE) });
    return (result?.messages ?? []).map(({ message }) => message.split(' ')[0] ?? '');
  }

  test('forbids what the TypeScript 7 backend does not answer, however it is written', async () => {
    expect(await complaints('')).toEqual([]);
    const addition = `
export const unsafe = (it: ts.TypeChecker | null, program: ts.Program, symbol: ts.Symbol, name: 'getAnyType'): readonly unknown[] => {
  const { getMergedSymbol } = program.getTypeChecker();
  return [getMergedSymbol, it?.getRootSymbols(symbol), it?.[name](), program.getSourceFiles(), it?.typeToString(it.getUndefinedType())];
};
`;
    expect(await complaints(addition)).toEqual([
      'TypeChecker#getMergedSymbol',
      'TypeChecker#getRootSymbols',
      'TypeChecker#[…]',
      'Program#getSourceFiles',
    ]);
  });
});
