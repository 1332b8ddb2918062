/**
 * The flat configurations users extend. They set the plugin, the rules and whether types are used, and nothing else: parser and project
 * service stay the user's choice, so a preset can be put on any files.
 */
import type { ESLint, Linter } from 'eslint';
import type { Rule } from '../rule/rule.ts';
import type { ErrorPaths } from './options.ts';

type PresetName = 'recommended' | 'recommendedTypeChecked' | 'strict' | 'strictTypeChecked' | 'all';

export type Presets = { readonly [Name in PresetName]: Linter.Config };

/** Every preset, for a plugin whose rules are `rules`. */
export function presetsOf(plugin: ESLint.Plugin, namespace: string, rules: readonly Rule[]): Presets {
  const recommended = rules.filter(rule => rule.meta.preset === 'recommended');
  const preset = (name: string, of: readonly Rule[], errorPaths: ErrorPaths, types: boolean): Linter.Config => ({
    name: `${namespace}/${name}`,
    plugins: { [namespace]: plugin },
    settings: { [namespace]: { types } },
    rules: Object.fromEntries(errorsFirst(of).map(rule => [`${namespace}/${rule.name}`, entryOf(rule, errorPaths)])),
  });

  return {
    recommended: preset('recommended', recommended, 'evident', false),
    recommendedTypeChecked: preset('recommendedTypeChecked', recommended, 'evident', true),
    strict: preset('strict', rules, 'all', false),
    strictTypeChecked: preset('strictTypeChecked', rules, 'all', true),
    // What is in no preset yet included: to see what there is, then switch off.
    all: preset('all', rules, 'all', false),
  };
}

/** What a file cannot be checked for is told once, by the rule that ESLint runs first: it must be told as an error. */
function errorsFirst(rules: readonly Rule[]): readonly Rule[] {
  return [...rules.filter(({ meta }) => meta.severity === 'error'), ...rules.filter(({ meta }) => meta.severity !== 'error')];
}

function entryOf(rule: Rule, errorPaths: ErrorPaths): Linter.RuleEntry {
  const level = rule.meta.severity === 'error' ? 'error' : 'warn';
  return errorPaths === 'evident' ? level : [level, { errorPaths }];
}
