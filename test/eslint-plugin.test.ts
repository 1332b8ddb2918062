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

/**
 * What a file costs, in a process of its own: how often TypeScript is loaded (any copy of it), a text is parsed by it, and types are asked for.
 * The parser is ESLint's own with the services of a typed one, whose program only counts who comes.
 */
function costOf(code: string, preset: 'strict' | 'strictTypeChecked'): unknown {
  const program = `
    const Module = require('node:module');
    const cost = { loads: 0, parses: 0, questions: 0 };
    const load = Module._load;
    const known = new Set();
    Module._load = (request, ...rest) => {
      const loaded = load(request, ...rest);
      if (!/^(typescript|ts-morph)$/.test(request) || known.has(loaded)) return loaded;
      known.add(loaded);
      cost.loads += 1;
      const ts = loaded.ts ?? loaded;
      const parse = ts.createSourceFile;
      const counted = { ...ts, createSourceFile: (...args) => ((cost.parses += 1), parse(...args)) };
      const copy = loaded.ts ? { ...loaded, ts: counted } : counted;
      known.add(copy);
      return copy;
    };
    const { Linter } = require('eslint');
    const espree = require('espree');
    const closewait = require('eslint-plugin-closewait');
    const services = {
      get program() { cost.questions += 1; },
      get esTreeNodeToTSNodeMap() { cost.questions += 1; },
    };
    const parser = { parseForESLint: (text, options) => ({ ast: espree.parse(text, options), services }) };
    new Linter().verify(${JSON.stringify(code)}, [{ languageOptions: { parser } }, closewait.configs.${preset}]);
    console.log(JSON.stringify(cost));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }));
}

test.each(['strict', 'strictTypeChecked'] as const)('%s: a file without network code costs no load, no parse and no question', preset => {
  expect(costOf('export const answer = 42;\n', preset)).toEqual({ loads: 0, parses: 0, questions: 0 });
});

test('a file with network code is parsed once whatever the rules, and only a typed preset asks for types', () => {
  expect(costOf(NETWORK_CODE, 'strict')).toEqual({ loads: 1, parses: 1, questions: 0 });
  // There is no program: the project's TypeScript is looked at once, to say what to install.
  expect(costOf(NETWORK_CODE, 'strictTypeChecked')).toEqual({ loads: 1, parses: 0, questions: 2 });
});
