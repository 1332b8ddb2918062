/**
 * The only door to TypeScript. `lower` takes the `typescript` module as a parameter and never imports it at run time, because two
 * copies disagree on enums (206 SyntaxKinds between 5.4 and 6.0): the copy that made a node must be the one that reads it.
 *
 * Invariant: this file holds the only casts, and only API present from 5.4 to 6.0 is used.
 */
import type ts from 'typescript';

/** The TypeScript module that made the nodes. */
export type TsModule = typeof ts;

/** One file to lower: its syntax, the copy of TypeScript that made it, and types where there are some. */
export type TsSource = {
  readonly ts: TsModule;
  readonly sourceFile: ts.SourceFile;
  readonly checker: ts.TypeChecker | null;
};

/** Takes a TypeScript module from whoever loaded it. */
export function asTypeScript(loaded: unknown): TsModule {
  return loaded as TsModule;
}

export type ParseFault = { readonly offset: number; readonly message: string };

/** Parses text alone. JavaScript may hold JSX; TypeScript only in `.tsx`. Parent pointers are set. */
export function parseText(typescript: TsModule, file: string, text: string): ts.SourceFile {
  return typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true);
}

/** Diagnostics of a tree that is whole all the same: old octal literals and escapes, which sloppy scripts may hold. */
const HARMLESS: ReadonlySet<number> = new Set([1121, 1487, 1488]);

/** The first syntax error of a parsed file, or undefined. (`parseDiagnostics` is not in the declarations; it is there since 1.0.) */
export function parseFaultOf(typescript: TsModule, sourceFile: ts.SourceFile): ParseFault | undefined {
  const { parseDiagnostics } = sourceFile as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  const first = parseDiagnostics.find(({ code }) => !HARMLESS.has(code));
  return first && { offset: first.start, message: typescript.flattenDiagnosticMessageText(first.messageText, ' ') };
}
