/**
 * One engine, two faces: ESLint and the command line say the same of every fixture, with types and without, whatever rules are off, and a
 * file says the same whether it is checked alone or with its folder.
 */
import { execFile } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { Report } from '../src/rule/report.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT_PLUGIN = '../dist/src/eslint/plugin.js';

type Presets = Readonly<Record<'recommended' | 'recommendedTypeChecked' | 'strict' | 'strictTypeChecked', Linter.Config>>;
const { default: plugin } = (await import(BUILT_PLUGIN)) as { default: { readonly configs: Presets } };

type Preset = 'recommended' | 'strict';

/** What both faces must agree on, one line per finding, sorted. */
type Said = readonly string[];

const SCRIPTS = '**/*.{ts,js,cjs,mjs}';
const FIXTURES: readonly string[] = globSync(`fixtures/${SCRIPTS}`, { cwd: ROOT }).sort();
/** Those that a tsconfig includes. */
const TYPED_FIXTURES = FIXTURES.filter(file => /^fixtures\/(?:no-[^/]*|example\/src)\//.test(file));

/** Scripts of loose rules, which ESLint takes for modules: it says why it cannot parse them, and the command line finds nothing there. */
const NOT_FOR_ESLINT: readonly string[] = ['break--outside-its-target', 'if--function-in-arm', 'with--names', 'with--opaque'].map(
  name => `fixtures/ir/${name}.js`,
);

const RULE_NAMES = rules.map(({ name }) => name);

/** What is checked, and how. */
type Asked = {
  readonly files: readonly string[];
  readonly preset: Preset;
  readonly types: boolean;
  /** Rules of the preset that are switched off. */
  readonly off?: readonly string[];
};

async function eslintSays({ files, preset, types, off = [] }: Asked): Promise<Said> {
  const parser: Linter.Config = {
    files: types ? ['**/*'] : ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: types ? { projectService: true, tsconfigRootDir: ROOT } : {},
    },
  };
  const rulesOff = { rules: Object.fromEntries(off.map(name => [`closewait/${name}`, 'off'] as const)) };
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfigFile: true,
    overrideConfig: [
      { files: [SCRIPTS], linterOptions: { reportUnusedDisableDirectives: 'off' } },
      parser,
      plugin.configs[types ? (`${preset}TypeChecked` as const) : preset],
      rulesOff,
    ],
  });
  const results = await eslint.lintFiles([...files]);
  return results
    .flatMap(({ filePath, messages, suppressedMessages }) => {
      const file = relative(ROOT, filePath).split(sep).join('/');
      // Who suppresses what is another matter: here both faces say what they found.
      return [...messages, ...suppressedMessages].map(({ ruleId, line, column, endLine, endColumn, message }) =>
        said(file, ruleId?.replace('closewait/', '') ?? 'parse', [line, column, endLine, endColumn], message),
      );
    })
    .sort();
}

async function commandLineSays(paths: readonly string[], { files, preset, types, off = [] }: Asked): Promise<Said> {
  const choices = off.flatMap(name => ['--rule', `${name}=off`]);
  return findingsOf(await check([...paths, '--preset', preset, ...choices, ...(types ? [] : ['--no-types'])]), files);
}

function findingsOf({ findings }: Report, files: readonly string[]): Said {
  return findings
    .filter(({ file }) => files.includes(file))
    .map(({ file, rule, line, column, endLine, endColumn, message }) => said(file, rule, [line, column, endLine, endColumn], message))
    .sort();
}

function check(args: readonly string[]): Promise<Report> {
  return new Promise((resolve, reject) => {
    const command = [join(ROOT, 'dist/src/cli/main.js'), 'check', '--reporter', 'json', '--include-tests', ...args];
    execFile(process.execPath, command, { cwd: ROOT, maxBuffer: 1 << 28 }, (_, stdout, stderr) => {
      // The exit code says that there are findings, which is expected.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Report);
      else reject(new Error(`closewait gave no report:\n${stderr}${stdout}`));
    });
  });
}

function said(file: string, rule: string, place: readonly (number | undefined)[], message: string): string {
  return `${file}:${place.join(':')} ${rule} ${message}`;
}

describe.each([
  ['without types', false, FIXTURES.filter(file => !NOT_FOR_ESLINT.includes(file))],
  ['with types', true, TYPED_FIXTURES],
] as const)('%s', (_, types, files) => {
  test.each(['recommended', 'strict'] as const)('%s: ESLint and the command line say the same of every fixture', async preset => {
    const asked: Asked = { files, preset, types };
    const [eslint, commandLine] = await Promise.all([eslintSays(asked), commandLineSays(['fixtures'], asked)]);
    expect(eslint).toEqual(commandLine);
    expect(eslint).not.toEqual([]);
  });

  test('a file says the same alone and with the whole folder', async () => {
    const asked: Asked = { files, preset: 'recommended', types };
    const whole = await commandLineSays(['.'], asked);
    const speaking = files.filter(file => whole.some(line => line.startsWith(`${file}:`)));
    const silent = files.filter(file => !speaking.includes(file));
    const sample = [...speaking.slice(0, 2), ...speaking.slice(-1), ...silent.slice(0, 1)];
    expect(speaking).not.toEqual([]);
    for (const file of sample) {
      expect(await commandLineSays([file], asked)).toEqual(whole.filter(line => line.startsWith(`${file}:`)));
    }
  });
});

test('what ESLint cannot parse it says, and the command line finds nothing there', async () => {
  const asked: Asked = { files: NOT_FOR_ESLINT, preset: 'strict', types: false };
  expect(await eslintSays(asked)).toEqual(NOT_FOR_ESLINT.map(file => expect.stringMatching(`^${file}:.* parse Parsing error`) as unknown));
  expect(await commandLineSays(NOT_FOR_ESLINT, asked)).toEqual([]);
});

describe('rules that are off take their own findings away, and nothing else', () => {
  /** Three fixtures of every rule and mostly no more, because each run is a process. */
  const files = RULE_NAMES.flatMap(name =>
    TYPED_FIXTURES.filter(file => file.startsWith(`fixtures/${name}/`) && file.includes('.leak.')).slice(0, 3),
  );
  const asked: Asked = { files, preset: 'strict', types: false };
  const without = (lines: Said, off: readonly string[]): Said => lines.filter(line => !off.some(name => line.includes(` ${name} `)));
  const someRules = fc.subarray(RULE_NAMES, { minLength: 1 });
  // A failure prints the seed and the rules that were off.
  const RUNS = { numRuns: 8, examples: [[RULE_NAMES]] as [string[]][] };

  test('in ESLint', async () => {
    const all = await eslintSays(asked);
    for (const name of RULE_NAMES) expect(all).not.toEqual(without(all, [name]));
    await fc.assert(
      fc.asyncProperty(someRules, async off => {
        expect(await eslintSays({ ...asked, off })).toEqual(without(all, off));
      }),
      RUNS,
    );
  });

  test('on the command line, switched off or left out', async () => {
    const all = await commandLineSays(files, asked);
    for (const name of RULE_NAMES) expect(all).not.toEqual(without(all, [name]));
    await fc.assert(
      fc.asyncProperty(someRules, async off => {
        expect(await commandLineSays(files, { ...asked, off })).toEqual(without(all, off));
        const picked = RULE_NAMES.filter(name => !off.includes(name)).flatMap(name => ['--rule', name]);
        if (picked.length === 0) return;
        expect(findingsOf(await check([...files, '--preset', 'strict', '--no-types', ...picked]), files)).toEqual(without(all, off));
      }),
      RUNS,
    );
  });
});
