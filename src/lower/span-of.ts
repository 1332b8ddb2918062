/**
 * Where a node stands. The first token of a node is found by skipping comments, which is the costly part and is left to
 * TypeScript where there may be one. The nodes of one chain (`a`, `a.b`, `a.b()`) begin at the same token and are lowered in a row, so the
 * last answers are kept.
 */
import type ts from 'typescript';
import type { Span } from '../base/span.ts';

/** Spans of the nodes of one file, which they will call `file`. */
export function spanReader(sourceFile: ts.SourceFile, file: string): (node: ts.Node) => Span {
  const { text } = sourceFile;
  let last: ts.Node | undefined;
  let span: Span = { file, start: 0, end: 0 };
  let pos = -1;
  let start = -1;

  /** Nodes without a token (a hole in an array) start where they stand, whatever follows. */
  function startOf(node: ts.Node): number {
    if (node.pos === node.end) return node.getStart(sourceFile);
    if (node.pos !== pos) {
      pos = node.pos;
      start = pos;
      while (isBlank(text.charCodeAt(start))) start += 1;
      if (mayBeTrivia(text.charCodeAt(start))) start = node.getStart(sourceFile);
    }
    return start;
  }

  return node => {
    if (last === node) return span;
    last = node;
    span = { file, start: startOf(node), end: node.end };
    return span;
  };
}

/** Space, tab, line feed, carriage return. */
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** Comments, `#!`, the marks of a merge conflict (`<`, `=`, `>`, `|`), and the blanks that are not ASCII. */
const mayBeTrivia = (code: number): boolean =>
  code === 47 || code === 35 || (code >= 60 && code <= 62) || code === 124 || code < 33 || code > 126;
