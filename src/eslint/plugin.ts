/**
 * The ESLint plugin: `import closewait from 'eslint-plugin-closewait'`, or `require('eslint-plugin-closewait')`.
 *
 * The export named `module.exports` is what Node's `require()` of an ES module returns, so both give the plugin itself.
 */
import { createRequire } from 'node:module';
import type { ESLint } from 'eslint';
import { rules } from '../../rules/index.ts';
import { presetsOf } from './presets.ts';
import { toEslintRule } from './to-eslint-rule.ts';

const NAMESPACE = 'closewait';

// By the package's own name, which resolves from the sources and from the build alike.
const { name, version } = createRequire(import.meta.url)('eslint-plugin-closewait/package.json') as { name: string; version: string };

const rulesByName = Object.fromEntries(rules.map(rule => [rule.name, toEslintRule(rule)]));

const bare = { meta: { name, version, namespace: NAMESPACE }, rules: rulesByName } satisfies ESLint.Plugin;

// Presets name the plugin they belong to, so they are attached once it exists.
const plugin = Object.assign(bare, { configs: presetsOf(bare, NAMESPACE, rules) });

export default plugin;
export { plugin as 'module.exports' };
