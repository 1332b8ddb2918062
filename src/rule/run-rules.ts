/** From lifetimes to findings: what is wrong with one goes to the one rule that owns it, which words it. */
import type { LineIndex } from '../base/line-index.ts';
import type { NonEmpty } from '../base/non-empty.ts';
import type { Span } from '../base/span.ts';
import type { Cause, Lifetime, WitnessStep } from '../protocol/lifetime.ts';
import { ruleOf } from './cause.ts';
import { compareFindings, type Finding, type Severity, type WitnessPlace } from './finding.ts';
import { fingerprintsOf } from './fingerprint.ts';
import type { Rule, RuleReport } from './rule.ts';

/** A rule that is switched on, with the severity its findings get. */
export type RuleSetting = { readonly rule: Rule; readonly severity: Severity };

/** The text of the file that the lifetimes belong to. */
export type SourceText = { readonly file: string; readonly text: string; readonly lines: LineIndex };

/** The findings of one file, sorted. */
export function runRules(lifetimes: readonly Lifetime[], settings: readonly RuleSetting[], source: SourceText): readonly Finding[] {
  const ordinals = new Map<string, number>();
  const findings = lifetimes.flatMap(lifetime => {
    const [cause] = lifetime.causes;
    const setting = settings.find(({ rule }) => rule.name === ruleOf(lifetime));
    if (!cause || !setting || lifetime.silentBecause !== undefined) return [];
    const { rule, severity } = setting;
    const report = reportOf(rule, lifetime, cause);
    if (!report) return [];
    const { message, data, tcpState } = report;
    const acquisition = source.text.slice(lifetime.acquiredAt.start, lifetime.acquiredAt.end);
    const twin = [rule.name, lifetime.functionName, acquisition].join('\0');
    const ordinal = ordinals.get(twin) ?? 0;
    ordinals.set(twin, ordinal + 1);
    const finding: Finding = {
      rule: rule.name,
      severity,
      message: fill(rule.messages[message] ?? message, data),
      ...placeOf(lifetime.acquiredAt, source),
      resource: { kind: lifetime.protocol, api: lifetime.api },
      function: lifetime.functionName,
      ...(cause.kind === 'unmet' ? { exit: cause.exit } : {}),
      ...(tcpState === undefined ? {} : { tcpState }),
      edge: cause.edge,
      witness: witnessPlaces(cause.witness, source),
      ...fingerprintsOf({
        rule: rule.name,
        kind: lifetime.protocol,
        file: source.file,
        functionName: lifetime.functionName,
        acquisition,
        ordinal,
      }),
    };
    return [finding];
  });
  return findings.sort(compareFindings);
}

function reportOf(rule: Rule, lifetime: Lifetime, cause: Cause): RuleReport | undefined {
  return cause.kind === 'unmet' ? rule.onUnmet({ lifetime, cause }) : rule.onReleasedTwice?.({ lifetime, cause });
}

function fill(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => data[name] ?? whole);
}

function placeOf(span: Span, { file, lines }: SourceText): Pick<Finding, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'> {
  const [start, end] = [lines.positionAt(span.start), lines.positionAt(span.end)];
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function witnessPlaces([first, ...rest]: NonEmpty<WitnessStep>, { file, lines }: SourceText): NonEmpty<WitnessPlace> {
  const place = ({ span, note, exit }: WitnessStep): WitnessPlace => ({
    file,
    ...lines.positionAt(span.start),
    note,
    ...(exit === undefined ? {} : { exit }),
  });
  return [place(first), ...rest.map(place)];
}
