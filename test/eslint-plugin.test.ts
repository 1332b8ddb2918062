/** What the plugin promises before any finding: presets that set nothing but themselves, one message per misconfiguration, no cost unasked. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../src/eslint/plugin.ts';
import { toEslintRule } from '../src/eslint/to-eslint-rule.ts';
import { rules } from '../rules/index.ts';

const ROOT = join(import.meta.dirname, '..');
const NETWORK_CODE = "import net from 'node:net';\nnet.isIP('::1');\n";

const presets = Object.entries(plugin.configs);

test.each(presets)('preset %s sets its name, the plugin, rules and settings, and nothing else', (name, preset) => {
  expect(Object.keys(preset).sort()).toEqual(['name', 'plugins', 'rules', 'settings']);
  expect(preset.name).toBe(`closewait/${name}`);
  expect(preset.settings).toEqual({ closewait: { types: name.endsWith('TypeChecked') } });
});

test('recommended holds what is recommended, the others hold everything and take every failing path', () => {
  const idsOf = (preset: Linter.Config): readonly string[] => Object.keys(preset.rules ?? {});
  // Errors first: what a file cannot be checked for is told by the first rule, and must not be a warning.
  const ordered = rules.toSorted((a, b) => Number(a.meta.severity !== 'error') - Number(b.meta.severity !== 'error'));
  const every = ordered.map(rule => `closewait/${rule.name}`);
  const recommended = ordered.filter(rule => rule.meta.preset === 'recommended').map(rule => `closewait/${rule.name}`);
  const { configs } = plugin;
  expect(idsOf(configs.recommended)).toEqual(recommended);
  expect(idsOf(configs.recommendedTypeChecked)).toEqual(recommended);
  expect(idsOf(configs.strict)).toEqual(every);
  expect(idsOf(configs.strictTypeChecked)).toEqual(every);
  expect(idsOf(configs.all)).toEqual(every);
  for (const preset of [configs.strict, configs.strictTypeChecked, configs.all]) {
    expect(Object.values(preset.rules ?? {})).toEqual(every.map(() => [expect.any(String), { errorPaths: 'all' }] as unknown));
  }
});

test('every rule says where its page is', () => {
  for (const [name, rule] of Object.entries(plugin.rules)) expect(rule.meta?.docs?.url).toMatch(new RegExp(`/rules/${name}\\.md$`));
});

test('options are checked', () => {
  const lintWith = (options: object): readonly unknown[] =>
    new Linter().verify('', [{ plugins: { closewait: plugin }, rules: { 'closewait/no-leaked-socket': ['error', options] } }]);
  expect(lintWith({ errorPaths: 'all' })).toEqual([]);
  expect(() => lintWith({ errorPaths: 'some' })).toThrow('allowed values');
  expect(() => lintWith({ errorpaths: 'all' })).toThrow('errorpaths');
});

test('missing types are reported once a file, however many rules are on', () => {
  const [first] = rules;
  if (!first) throw new Error('there are no rules');
  const two = { rules: { one: toEslintRule(first), two: toEslintRule({ ...first, name: 'no-second-rule' }) } };
  const messages = new Linter().verify(NETWORK_CODE, [
    { plugins: { two }, rules: { 'two/one': 'error', 'two/two': 'error' }, settings: { closewait: { types: true } } },
  ]);
  expect(messages).toEqual([
    expect.objectContaining({ ruleId: 'two/one', message: expect.stringContaining('type information') as unknown }),
  ]);
});

test('TypeScript is loaded for a file that can hold a resource, and for no other', () => {
  const loadsTypeScript = (code: string): boolean => {
    const program = `
      const { Linter } = require('eslint');
      const closewait = require('eslint-plugin-closewait');
      new Linter().verify(${JSON.stringify(code)}, [closewait.configs.strict]);
      console.log(Object.keys(require.cache).some(path => path.includes('ts-morph')));`;
    return execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }).trim() === 'true';
  };
  expect(loadsTypeScript('export const answer = 42;\n')).toBe(false);
  expect(loadsTypeScript(NETWORK_CODE)).toBe(true);
});
