/**
 * What users may say to our ESLint rules: the rule option `errorPaths` and the shared setting `settings.closewait.types`.
 *
 * Both are read tolerantly: ESLint has validated options against the schema, and checks settings not at all.
 */
import type { Rule as EslintRule } from 'eslint';
import type { EngineConfig } from '../engine/analyze.ts';

export type ErrorPaths = EngineConfig['errorPaths'];

/** JSON Schema of the options array of each of our rules. */
export const OPTIONS_SCHEMA = [
  {
    type: 'object',
    properties: {
      errorPaths: {
        enum: ['evident', 'all'],
        description: '`evident`: only failing paths that the source shows (throw, await). `all`: any call may throw.',
      },
    },
    additionalProperties: false,
  },
] as const;

export const DEFAULT_OPTIONS: readonly [{ readonly errorPaths: ErrorPaths }] = [{ errorPaths: 'evident' }];

/** ESLint 8 knows no `meta.defaultOptions`, so the default is applied here as well. */
export function errorPathsOf(context: EslintRule.RuleContext): ErrorPaths {
  const [first] = context.options as readonly unknown[];
  return memberOf(first, 'errorPaths') === 'all' ? 'all' : 'evident';
}

/** Whether the user asked for types. Only a setting decides, never their mere presence: a parser must not change the findings silently. */
export function wantsTypes(context: EslintRule.RuleContext): boolean {
  return memberOf(context.settings['closewait'], 'types') === true;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
