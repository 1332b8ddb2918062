/**
 * One engine, two faces: ESLint and the command line say the same of every fixture, with types and without, and a file says the same
 * whether it is checked alone or with its folder.
 */
import { execFile } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import { globSync } from 'tinyglobby';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/rule/report.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT_PLUGIN = '../dist/src/eslint/plugin.js';

type Presets = Readonly<Record<'recommended' | 'recommendedTypeChecked' | 'strict' | 'strictTypeChecked', Linter.Config>>;
const { default: plugin } = (await import(BUILT_PLUGIN)) as { default: { readonly configs: Presets } };

type Preset = 'recommended' | 'strict';

/** What both faces must agree on, one line per finding, sorted. */
type Said = readonly string[];

const FIXTURES = fixtureFiles();

function fixtureFiles(): readonly string[] {
  return globSync('fixtures/*/*.{leak,clean}.{ts,js,cjs,mjs}', { cwd: ROOT }).sort();
}

async function eslintSays(preset: Preset, types: boolean): Promise<Said> {
  const parser: Linter.Config = {
    files: types ? ['**/*'] : ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: types ? { projectService: true, tsconfigRootDir: ROOT } : {},
    },
  };
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.{ts,js,cjs,mjs}'] }, parser, plugin.configs[types ? (`${preset}TypeChecked` as const) : preset]],
  });
  const results = await eslint.lintFiles([...FIXTURES]);
  return results
    .flatMap(({ filePath, messages }) => {
      const file = relative(ROOT, filePath).split(sep).join('/');
      return messages.map(({ ruleId, line, column, endLine, endColumn, message }) =>
        said(file, ruleId?.replace('closewait/', '') ?? 'parse', [line, column, endLine, endColumn], message),
      );
    })
    .sort();
}

async function commandLineSays(paths: readonly string[], preset: Preset, types: boolean): Promise<Said> {
  const { findings } = await check([
    ...paths,
    '--reporter',
    'json',
    '--include-tests',
    '--preset',
    preset,
    ...(types ? [] : ['--no-types']),
  ]);
  return findings
    .filter(({ file }) => FIXTURES.includes(file))
    .map(({ file, rule, line, column, endLine, endColumn, message }) => said(file, rule, [line, column, endLine, endColumn], message))
    .sort();
}

function check(args: readonly string[]): Promise<Report> {
  return new Promise((resolve, reject) => {
    const command = [join(ROOT, 'dist/src/cli/main.js'), 'check', ...args];
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
  ['without types', false],
  ['with types', true],
])('%s', (_, types) => {
  test.each(['recommended', 'strict'] as const)('%s: ESLint and the command line say the same of every fixture', async preset => {
    const [eslint, commandLine] = await Promise.all([eslintSays(preset, types), commandLineSays(['fixtures'], preset, types)]);
    expect(eslint).toEqual(commandLine);
    expect(eslint).not.toEqual([]);
  });

  test('a file says the same alone and with the whole folder', async () => {
    const whole = await commandLineSays(['.'], 'recommended', types);
    const speaking = FIXTURES.filter(file => whole.some(line => line.startsWith(`${file}:`)));
    const silent = FIXTURES.filter(file => !speaking.includes(file));
    const sample = [...speaking.slice(0, 2), ...speaking.slice(-1), ...silent.slice(0, 1)];
    expect(speaking).not.toEqual([]);
    for (const file of sample) {
      expect(await commandLineSays([file], 'recommended', types)).toEqual(whole.filter(line => line.startsWith(`${file}:`)));
    }
  });
});
