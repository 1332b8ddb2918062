/** The ESLint plugin: name, rules and presets. Users get it through `entry.ts`. */
import { createRequire } from 'node:module';
import type { ESLint } from 'eslint';
import { rules } from '../../rules/index.ts';
import { presetsOf } from './presets.ts';
import type { Presets } from './presets.ts';
import { toEslintRule } from './to-eslint-rule.ts';

const NAMESPACE = 'closewait';

// By the package's own name, which resolves from the sources and from the build alike.
const { name, version } = createRequire(import.meta.url)('eslint-plugin-closewait/package.json') as { name: string; version: string };

const rulesByName = Object.fromEntries(rules.map(rule => [rule.name, toEslintRule(rule)]));

const bare = { meta: { name, version, namespace: NAMESPACE }, rules: rulesByName } satisfies ESLint.Plugin;

// Presets name the plugin they belong to, so they are attached once it exists.
const plugin: typeof bare & { readonly configs: Presets } = Object.assign(bare, { configs: presetsOf(bare, NAMESPACE, rules) });

export default plugin;
