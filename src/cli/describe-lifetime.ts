/** A lifetime in words: what was acquired, where it goes, which exits it is open on, and why it is or is not reported. Pure. */
import { assertNever } from '../base/assert-never.ts';
import { lineIndexOf } from '../base/line-index.ts';
import type { LineIndex } from '../base/line-index.ts';
import type { EngineConfig, FileAnalysis } from '../engine/analyze.ts';
import { ruleOf } from '../rule/cause.ts';
import type { Report } from '../rule/report.ts';

type Lifetime = FileAnalysis['lifetimes'][number];
type Fate = Lifetime['fates'][number];
type Cause = Lifetime['causes'][number];
type Span = Lifetime['acquiredAt'];

/** Several lines, without a newline at the end. `report` and `config` are of the run that gave the lifetime. */
export function describeLifetime(
  lifetime: Lifetime,
  report: Report,
  config: EngineConfig,
  sourceOf: (file: string) => string | undefined,
): string {
  const placeOf = placeReader(sourceOf);
  const held = lifetime.name === undefined ? 'held by no variable' : `held by '${lifetime.name}'`;
  return [
    `${lifetime.api} (${lifetime.protocol}) acquired at ${placeOf(lifetime.acquiredAt)} in ${lifetime.functionName}, ${held}`,
    ...section(
      'fates',
      lifetime.fates.map(fate => describeFate(fate, placeOf)),
      'none: it is neither released nor handed over',
    ),
    ...section(
      'unmet exits',
      lifetime.causes.flatMap(cause => describeCause(cause, placeOf)),
      'none',
    ),
    `  ${verdictOf(lifetime, report, config, placeOf)}`,
  ].join('\n');
}

function section(title: string, rows: readonly string[], empty: string): readonly string[] {
  return rows.length === 0 ? [`  ${title}: ${empty}`] : [`  ${title}:`, ...rows.map(row => `    ${row}`)];
}

function describeFate(fate: Fate, placeOf: (span: Span) => string): string {
  const place = placeOf(fate.span);
  switch (fate.kind) {
    case 'released':
      return `released     ${place}`;
    case 'transferred':
      return `transferred  ${place}  to ${fate.to}`;
    case 'unknown':
      return `unknown      ${place}  ${fate.why}`;
    default:
      return assertNever(fate);
  }
}

function describeCause(cause: Cause, placeOf: (span: Span) => string): readonly string[] {
  const evidence = cause.edge === 'evident' ? 'the source shows the path' : 'only if a call throws that need not';
  const steps = cause.witness.map((step, index) => `  ${index + 1}. ${placeOf(step.span)}  ${step.note}`);
  const what = cause.kind === 'unmet' ? `${cause.exit}: ${evidence}; ${cause.read} reads it` : `released twice: ${evidence}`;
  return [what, ...steps];
}

function verdictOf(lifetime: Lifetime, report: Report, config: EngineConfig, placeOf: (span: Span) => string): string {
  const rule = ruleOf(lifetime);
  const place = placeOf(lifetime.acquiredAt);
  const finding = report.findings.find(found => found.rule === rule && `${found.file}:${found.line}:${found.column}` === place);
  if (finding !== undefined) return `reported: ${finding.rule} (${finding.severity})`;
  if (lifetime.silentBecause !== undefined) return `not reported: ${lifetime.silentBecause}`;
  if (lifetime.causes.length === 0) return `not reported: ${whyNoCause(lifetime.fates)}`;
  if (!config.rules.some(setting => setting.rule.name === rule)) return `not reported: the rule ${rule} is off`;
  if (config.errorPaths === 'evident' && lifetime.causes.every(cause => cause.edge === 'conceivable')) {
    return 'not reported: only paths on which a call throws that need not; --preset strict reports them';
  }
  return 'not reported: suppressed';
}

function whyNoCause(fates: readonly Fate[]): string {
  if (fates.some(fate => fate.kind === 'unknown')) return 'what becomes of it is not known on some path';
  return 'it is released or handed over on every way out';
}

/** `file:line:column` of a span's start, 1-based. */
function placeReader(sourceOf: (file: string) => string | undefined): (span: Span) => string {
  const indexes = new Map<string, LineIndex>();
  return ({ file, start }) => {
    const index = indexes.get(file) ?? lineIndexOf(sourceOf(file) ?? '');
    indexes.set(file, index);
    const { line, column } = index.positionAt(start);
    return `${file}:${line}:${column}`;
  };
}
