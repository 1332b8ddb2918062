/**
 * The report for people: each finding with its code and its path as numbered steps, then what is missing, then one line that sums up.
 * Invariant: without colour it is plain text, at most 100 columns wide but for paths that are longer.
 */
import { styleText } from 'node:util';
import type { Finding, WitnessPlace } from '../rule/finding.ts';
import type { Report, SkipReason } from '../rule/report.ts';
import { codeFrame, linesOf } from './code-frame.ts';
import { clipLine, counted, REPORT_WIDTH, wrapText } from './columns.ts';
import type { Reporter, SourceOf } from './reporter.ts';

type Style = 'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold';
type Paint = (style: Style, text: string) => string;
type LinesOf = (file: string) => readonly string[] | undefined;

/** Findings with their code, then the lists, then the summary. */
export const stylish: Reporter = (report, sourceOf, { color }) => {
  const paint: Paint = color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
  const lines = rememberedLines(sourceOf);
  const blocks = [
    ...report.findings.map(finding => findingBlock(finding, lines, paint, color)),
    ...listBlock('incomplete', 'could not be analysed', report.incomplete, 'red', paint),
    ...listBlock('degraded', 'analysed with less knowledge', report.degraded, 'yellow', paint),
    summaryLines(report, paint),
  ];
  return `${blocks.join('\n\n')}\n`;
};

function findingBlock(finding: Finding, lines: LinesOf, paint: Paint, color: boolean): string {
  const source = lines(finding.file);
  const frame = source && codeFrame(source, finding, color);
  const steps = stepLines(finding, lines, paint);
  return [headLines(finding, paint), ...(frame === undefined ? [] : [frame]), steps].join('\n\n');
}

function headLines({ file, line, column, severity, message, rule }: Finding, paint: Paint): string {
  const place = `${file}:${line}:${column}`;
  const [first = '', ...rest] = wrapText(message, REPORT_WIDTH - 2, place.length + severity.length + 2);
  const head = `${paint('bold', place)}  ${paint(severity === 'error' ? 'red' : 'yellow', severity)}  ${first}`;
  const last = rest.at(-1) ?? `${place}  ${severity}  ${first}`;
  const tail = last.length + 2 + rule.length <= REPORT_WIDTH - 2 ? `  ${paint('dim', rule)}` : `\n  ${paint('dim', rule)}`;
  return [head, ...rest.map(text => `  ${text}`)].join('\n') + tail;
}

/** How wide the notes of a path may make its column, so that the code beside them keeps room. */
const WIDEST_NOTE = 40;

function stepLines({ file, witness }: Finding, lines: LinesOf, paint: Paint): string {
  const place = (step: WitnessPlace): string => (step.file === file ? `line ${step.line}` : `${step.file}:${step.line}`);
  const steps = witness.map((step, index) => ({ step, label: `${index + 1}. ${place(step)}` }));
  const labelWidth = Math.max(...steps.map(({ label }) => label.length));
  const noteWidth = Math.min(WIDEST_NOTE, Math.max(...witness.map(({ note }) => note.length)));
  return steps
    .map(({ step, label }) => {
      const left = `  ${label.padEnd(labelWidth)}  ${step.note.padEnd(noteWidth)}`;
      const code = lines(step.file)?.[step.line - 1];
      const room = REPORT_WIDTH - left.length - 2;
      if (code === undefined || room < 10) return left.trimEnd();
      return `${left}  ${paint('dim', clipLine(code, step.column, room))}`.trimEnd();
    })
    .join('\n');
}

type ListEntry = {
  readonly kind: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly reason: string;
};

function listBlock(title: string, meaning: string, entries: readonly ListEntry[], style: Style, paint: Paint): readonly string[] {
  if (entries.length === 0) return [];
  const rows = entries.map(({ kind, file, line, column, reason }) => {
    const place = line === undefined || column === undefined ? file : `${file}:${line}:${column}`;
    const head = `  ${place}  ${kind}  `;
    const [first = '', ...rest] = wrapText(reason, REPORT_WIDTH - 4, head.length - 4);
    return [head + first, ...rest.map(text => `    ${text}`)].join('\n');
  });
  return [[`${paint(style, title)} (${meaning})`, ...rows].join('\n')];
}

const SKIP_ORDER: readonly (readonly [SkipReason, string])[] = [
  ['tests', 'test'],
  ['ignored', 'ignored'],
  ['generated', 'generated'],
  ['large', 'over 1 MB'],
];

function summaryLines(report: Report, paint: Paint): string {
  const skipped = SKIP_ORDER.flatMap(([reason, word]) => {
    const count = report.skipped[reason] ?? 0;
    return count === 0 ? [] : [`${count} ${reason === 'tests' && count > 1 ? 'tests' : word}`];
  });
  const summary = `${verdictOf(report, paint)} (${counted(report.stats.files, 'file')} looked at, ${counted(report.stats.resources, 'resource')} followed)`;
  return skipped.length === 0 ? summary : `${paint('dim', `skipped: ${skipped.join(', ')}`)}\n${summary}`;
}

function verdictOf({ findings, incomplete }: Report, paint: Paint): string {
  const errors = findings.filter(finding => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const unfinished = incomplete.length === 0 ? [] : [paint('red', `${counted(incomplete.length, 'place')} not analysed`)];
  if (findings.length === 0)
    return [incomplete.length === 0 ? paint('green', 'no leaks found') : 'no leaks found', ...unfinished].join(', ');
  return [
    ...(errors === 0 ? [] : [paint('red', counted(errors, 'error'))]),
    ...(warnings === 0 ? [] : [paint('yellow', counted(warnings, 'warning'))]),
    ...unfinished,
  ].join(', ');
}

function rememberedLines(sourceOf: SourceOf): LinesOf {
  const known = new Map<string, readonly string[] | undefined>();
  return file => {
    if (!known.has(file)) {
      const source = sourceOf(file);
      known.set(file, source === undefined ? undefined : linesOf(source));
    }
    return known.get(file);
  };
}
