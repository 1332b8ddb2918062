/**
 * What ESLint, editors and documentation read of our rules: checked as values, and by eslint-plugin-eslint-plugin. That one knows rules by
 * sight only, and ours come out of one function: so each is spelt out for it as an author would have written it by hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Linter } from 'eslint';
import type { Rule } from 'eslint';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import plugin from '../src/eslint/plugin.ts';
import { PROJECT_URL } from '../src/rule/docs-url.ts';

const ROOT = join(import.meta.dirname, '..');

/** What rules share stands below their factory, and starts so. */
const SHARED = 'function report(name: string, context: EslintRule.RuleContext)';

test('every rule of the project is a rule of the plugin', () => {
  expect(Object.keys(plugin.rules)).toEqual(rules.map(({ name }) => name));
});

describe.each(Object.entries<Rule.RuleModule>(plugin.rules))('%s', (name, { meta }) => {
  test('describes itself, and its page is where it says', () => {
    const { summary, preset } = rules.find(rule => rule.name === name)?.meta ?? {};
    expect(meta).toMatchObject({ type: 'problem', docs: { description: summary, recommended: preset === 'recommended' } });
    const page = meta?.docs?.url?.replace(`${PROJECT_URL}/blob/main/`, '') ?? '';
    expect(page).toBe(`rules/${name}.md`);
    expect(existsSync(join(ROOT, page))).toBe(true);
  });

  test('changes nothing by itself: whatever alters behaviour is a suggestion', () => {
    expect(meta?.fixable).toBeUndefined();
  });

  test('has one option, whose default fits it and which refuses what it does not know', () => {
    const [schema, ...others] = meta?.schema as readonly object[];
    expect.assert(schema !== undefined && others.length === 0);
    const validate = new Ajv({ strict: true }).compile(schema);
    expect(meta?.defaultOptions).toEqual([{ errorPaths: 'evident' }]);
    const fits = (option: unknown): boolean => validate(option);
    expect([{}, { errorPaths: 'evident' }, { errorPaths: 'all' }].map(fits)).toEqual([true, true, true]);
    expect(['all', { errorPaths: 'some' }, { errorpaths: 'all' }].map(fits)).toEqual([false, false, false]);
  });

  test('satisfies the recommendations for rules', () => {
    expect(complaintsAbout(meta)).toEqual([]);
  });
});

test('the recommendations would see what is missing', () => {
  const [rule] = Object.values<Rule.RuleModule>(plugin.rules);
  const meta = rule?.meta;
  const complaints = (changed: Rule.RuleMetaData): readonly string[] => complaintsAbout({ ...meta, ...changed });
  expect(complaints({ messages: { finding: '{{message}}' } })).toEqual(['eslint-plugin/no-missing-message-ids']);
  expect(complaints({ messages: { ...meta?.messages, finding: '{{what}}' } })).toContain('eslint-plugin/no-missing-placeholders');
  expect(complaints({ messages: { ...meta?.messages, third: '' } })).toEqual(['eslint-plugin/no-unused-message-ids']);
  expect(complaints({ schema: [{ type: 'object', properties: { deep: { type: 'boolean' } } }] })).toEqual([
    'eslint-plugin/require-meta-schema-description',
  ]);
});

/** The names of the recommendations that the rule goes against, spelt out as a module of its own: one `create` around all it does. */
function complaintsAbout(meta: Rule.RuleMetaData | undefined): readonly string[] {
  const factory = readFileSync(join(ROOT, 'src/eslint/to-eslint-rule.ts'), 'utf8');
  const [, shared] = factory.split(SHARED);
  expect.assert(shared !== undefined, `to-eslint-rule.ts has ${SHARED}`);
  const spelt = `export default {
    meta: ${JSON.stringify(meta)},
    create: context => {
      return { Program: () => report('') };
      function report(name: string) ${shared}
    },
  };`;
  const config = [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, eslintPlugin.configs.recommended];
  return new Linter().verify(spelt, config as Linter.Config[], 'rule.ts').map(({ ruleId, message }) => ruleId ?? message);
}
