/**
 * The comment around an offset, as TypeScript sees it: the same characters in a string, a template, a regular expression or JSX text
 * are none.
 *
 * Literals of every kind are nodes, so what lies between the nodes of a tree is keywords, punctuation and comments: TypeScript's scanner
 * can read that without knowing what is parsed. Only the way down to the offset is looked at.
 */
import type ts from 'typescript';
import type { TsModule } from './ts-port.ts';

/** A comment with its delimiters; a line comment ends before its line does. */
export type Comment = { readonly pos: number; readonly end: number; readonly block: boolean };

export function commentAround(typescript: TsModule, sourceFile: ts.SourceFile, offset: number): Comment | undefined {
  const { from, to } = gapAround(typescript, sourceFile, offset);
  if (from > offset || offset >= to) return undefined;
  const { languageVersion, languageVariant, text } = sourceFile;
  const scanner = typescript.createScanner(languageVersion, false, languageVariant, text, undefined, from, to - from);
  const { MultiLineCommentTrivia, SingleLineCommentTrivia } = typescript.SyntaxKind;
  let kind = scanner.scan();
  while (scanner.getTokenEnd() <= offset && scanner.getTokenEnd() < to) kind = scanner.scan();
  if (kind !== MultiLineCommentTrivia && kind !== SingleLineCommentTrivia) return undefined;
  return { pos: scanner.getTokenStart(), end: scanner.getTokenEnd(), block: kind === MultiLineCommentTrivia };
}

/** The text around the offset that no node covers; of a token the text before it. Empty where the offset stands in a token. */
function gapAround(typescript: TsModule, sourceFile: ts.SourceFile, offset: number): { readonly from: number; readonly to: number } {
  let node: ts.Node = sourceFile;
  for (;;) {
    let [from, to]: [number, number] = [node.pos, node.end];
    const inside: ts.Node | undefined = typescript.forEachChild(node, child => {
      if (child.end <= offset) from = Math.max(from, child.end);
      else if (child.pos > offset) to = Math.min(to, child.pos);
      else return child;
      return undefined;
    });
    if (inside) {
      node = inside;
      continue;
    }
    if (!typescript.isToken(node)) return { from, to };
    // All of JSX text is text, whatever it looks like.
    return { from, to: typescript.isJsxText(node) ? from : node.getStart(sourceFile) };
  }
}
