/**
 * Where a node stands. The first token of a node is found by skipping comments, which is the costly part; the nodes of one chain
 * (`a`, `a.b`, `a.b()`) begin at the same token and are lowered in a row, so the last answers are kept.
 */
import type ts from 'typescript';
import type { Span } from '../base/span.ts';

/** Spans of the nodes of one file, which they will call `file`. */
export function spanReader(sourceFile: ts.SourceFile, file: string): (node: ts.Node) => Span {
  let last: ts.Node | undefined;
  let span: Span = { file, start: 0, end: 0 };
  let pos = -1;
  let start = -1;

  /** Nodes without a token (a hole in an array) start where they stand, whatever follows. */
  function startOf(node: ts.Node): number {
    if (node.pos === node.end) return node.getStart(sourceFile);
    if (node.pos !== pos) {
      pos = node.pos;
      start = node.getStart(sourceFile);
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
