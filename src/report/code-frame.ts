/** The lines around an acquisition, as compilers show them. Invariant: no line of a frame is wider than a report. */
import { codeFrameColumns } from '@babel/code-frame';
import type { Finding } from '../rule/finding.ts';
import { REPORT_WIDTH } from './columns.ts';

const LINE_END = /\r\n|[\n\r\u2028\u2029]/;
const INDENT = '  ';
/** Room for the marker, the line number and the bar. */
const GUTTER = 12;
const LINES_ABOVE = 1;
const LINES_BELOW = 2;
/** A call that spans more lines than this is shown by its first ones. */
const LONGEST_SPAN = 4;

/** The lines of a source text, split where TypeScript splits them. */
export function linesOf(source: string): readonly string[] {
  return source.split(LINE_END);
}

/** The frame of the finding's place, or undefined where the line is not there or too wide to show (bundles). */
export function codeFrame(lines: readonly string[], finding: Finding, color: boolean): string | undefined {
  const line = lines[finding.line - 1];
  const width = REPORT_WIDTH - INDENT.length - GUTTER;
  if (line === undefined || finding.column > width) return undefined;

  const first = Math.max(1, finding.line - LINES_ABOVE);
  const isShort = finding.endLine - finding.line < LONGEST_SPAN;
  const end = isShort ? { line: finding.endLine, column: finding.endColumn } : { line: finding.line, column: line.length + 1 };
  const shown = lines.slice(first - 1, end.line + LINES_BELOW).map(text => (text.length > width ? `${text.slice(0, width - 1)}…` : text));
  const frame = codeFrameColumns(
    // Lines are numbered from the first one given, so those above the frame stand as empty ones.
    '\n'.repeat(first - 1) + shown.join('\n'),
    {
      start: { line: finding.line, column: finding.column },
      end: { line: end.line, column: Math.min(end.column, width + 1) },
    },
    { linesAbove: LINES_ABOVE, linesBelow: LINES_BELOW, highlightCode: color, forceColor: color },
  );
  return frame
    .split('\n')
    .map(text => (INDENT + text).trimEnd())
    .join('\n');
}
