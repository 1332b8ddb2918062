/**
 * One analysis per file, shared by all our rules, which cannot see each other.
 *
 * Invariant: keyed by the file's ESLint AST. ESLint makes a new one for every text it lints and for every pass of `--fix`, so a result is
 * never older than the types it was computed from; a SourceFile would outlive an edit of the files it imports.
 */
import { isAbsolute, relative, sep } from 'node:path';
import type { Rule as EslintRule } from 'eslint';
import { analyzeSource, mayHoldResource } from '../engine/analyze.ts';
import { loadBundledTypeScript } from '../host/bundled-typescript.ts';
import { asTypeScript, parseFaultOf, parseText } from '../lower/ts-port.ts';
import type { TsSource } from '../lower/ts-port.ts';
import type { Finding } from '../rule/finding.ts';
import { rules } from '../../rules/index.ts';
import { errorPathsOf, wantsTypes } from './options.ts';
import type { ErrorPaths } from './options.ts';
import { typedSourceOf } from './typed-source.ts';
import type { TypedSource } from './typed-source.ts';

/** What a rule has to report: findings (of all rules), or the one configuration message of the file. */
export type FileResult =
  { readonly kind: 'findings'; readonly findings: readonly Finding[] } | { readonly kind: 'misconfigured'; readonly message: string };

type Analyzed = {
  /** Undefined where there is nothing to analyse: mostly a text that cannot hold a resource, for which nothing is loaded. */
  readonly source: TypedSource | undefined;
  /** Rules may be configured differently; most often there is one entry. */
  readonly findings: Map<ErrorPaths, readonly Finding[]>;
  /** The configuration message was handed out: it is reported once, by the first rule that runs. */
  told: boolean;
};

const NOTHING: FileResult = { kind: 'findings', findings: [] };

/** Other files (`.vue`, `.svelte`, `.md`) hold more than a program; what processors cut out of them has one of these names again. */
const SCRIPT = /\.[cm]?[jt]sx?$/;

const analyzed = new WeakMap<object, Analyzed>();

/** The result for the file being linted, computed by the first rule that asks. */
export function analyzeFile(context: EslintRule.RuleContext): FileResult {
  const { ast } = context.sourceCode;
  const file = analyzed.get(ast) ?? { source: sourceOf(context), findings: new Map<ErrorPaths, readonly Finding[]>(), told: false };
  analyzed.set(ast, file);

  if (!file.source) return NOTHING;
  if (file.source.kind === 'misconfigured') {
    if (file.told) return NOTHING;
    file.told = true;
    return file.source;
  }
  const errorPaths = errorPathsOf(context);
  const findings = file.findings.get(errorPaths) ?? findingsIn(file.source.source, context, errorPaths);
  file.findings.set(errorPaths, findings);
  return { kind: 'findings', findings };
}

function sourceOf(context: EslintRule.RuleContext): TypedSource | undefined {
  const { text } = context.sourceCode;
  if (!isScript(context.filename) || !mayHoldResource(text)) return undefined;
  if (wantsTypes(context)) return typedSourceOf(context);

  // The bundled copy, not the user's: espree and oxlint bring none, and TypeScript 7 cannot parse for us.
  const ts = asTypeScript(loadBundledTypeScript());
  const sourceFile = parseText(ts, context.filename, text);
  // ESLint's parser read it, ours did not (Flow, a proposal): a tree with holes would show leaks that are not there.
  return parseFaultOf(ts, sourceFile) ? undefined : { kind: 'source', source: { ts, sourceFile, checker: null } };
}

/** All rules are run whatever is enabled: which rule speaks of a cause does not depend on the others being on. */
function findingsIn(source: TsSource, context: EslintRule.RuleContext, errorPaths: ErrorPaths): readonly Finding[] {
  const settings = rules.map(rule => ({ rule, severity: rule.meta.severity }));
  return analyzeSource(source, relativePath(context), { rules: settings, errorPaths }).findings;
}

/** Text from standard input is named `<input>` or `<text>`. */
function isScript(filename: string): boolean {
  return SCRIPT.test(filename) || filename.startsWith('<');
}

function relativePath({ cwd, filename }: EslintRule.RuleContext): string {
  const path = isAbsolute(filename) ? relative(cwd, filename) : filename;
  return path.split(sep).join('/');
}
