/**
 * Offsets to lines and back. Line ends are those of ECMAScript (and so of TypeScript and ESLint): LF, CRLF, CR, U+2028, U+2029.
 * Invariant: `offsetAt(positionAt(o)) === o` for every offset of the text.
 */
import type { Position } from './span.ts';

export type LineIndex = {
  /** 1-based position of a 0-based offset; an offset past the end counts as the end. */
  positionAt(offset: number): Position;
  /** 0-based offset of a 1-based position; undefined where the text has no such line. */
  offsetAt(position: Position): number | undefined;
  /** How many lines the text has; an empty text has one. */
  readonly lineCount: number;
};

const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  for (const match of text.matchAll(LINE_END)) starts.push(match.index + match[0].length);

  return {
    lineCount: starts.length,
    positionAt(offset) {
      const at = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
    },
    offsetAt({ line, column }) {
      const start = starts[line - 1];
      return start === undefined ? undefined : start + column - 1;
    },
  };
}
