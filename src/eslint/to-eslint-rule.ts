/**
 * One of our rules as an ESLint rule: it picks its own findings out of the file's shared analysis.
 *
 * Incompleteness (a function given up, a file that TypeScript cannot parse) is not reported here: ESLint has no place for it but a lint
 * error on the user's code. The command line lists it.
 */
import type { Rule as EslintRule } from 'eslint';
import { docsUrlOf } from '../rule/docs-url.ts';
import type { Finding } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { analyzeFile } from './analyze-file.ts';
import { DEFAULT_OPTIONS, OPTIONS_SCHEMA } from './options.ts';

/** The ESLint rule that reports the findings of `rule`. */
export function toEslintRule(rule: Rule): EslintRule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: {
        description: rule.meta.summary,
        recommended: rule.meta.preset === 'recommended',
        url: docsUrlOf(rule.name),
      },
      // Words come from the engine, which knows the exit and the state; ESLint only places them.
      messages: { finding: '{{message}}', configuration: '{{message}}' },
      schema: [...OPTIONS_SCHEMA],
      defaultOptions: [...DEFAULT_OPTIONS],
    },
    create: context => ({
      Program: () => {
        report(rule.name, context);
      },
    }),
  };
}

function report(name: string, context: EslintRule.RuleContext): void {
  const result = analyzeFile(context);
  if (result.kind === 'misconfigured') {
    context.report({ loc: { line: 1, column: 0 }, messageId: 'configuration', data: { message: result.message } });
    return;
  }
  for (const finding of result.findings) {
    if (finding.rule === name) context.report({ loc: locationOf(finding), messageId: 'finding', data: { message: finding.message } });
  }
}

/** Findings count columns from 1, ESLint reports them from 0 (and shows them from 1 again). */
function locationOf({ line, column, endLine, endColumn }: Finding): { start: LocationPoint; end: LocationPoint } {
  return { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } };
}

type LocationPoint = { line: number; column: number };
