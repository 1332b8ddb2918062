/**
 * From what the parser offers to a source with types, or to one sentence saying what the user has to set up.
 *
 * Invariant: the TypeScript handed to the engine is the copy that made the nodes. Two copies disagree on enums: up to 5.8 most
 * SyntaxKinds differ from 6.0, while 5.9 differs only in TypeFlags, so both are compared (`madeBy`). Nothing else of another copy is
 * touched before that.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Rule as EslintRule } from 'eslint';
import { asTypeScript } from '../lower/ts-port.ts';
import type { TsModule, TsSource } from '../lower/ts-port.ts';

/** A source with types, or why there is none. */
export type TypedSource =
  { readonly kind: 'source'; readonly source: TsSource } | { readonly kind: 'misconfigured'; readonly message: string };

type Program = ReturnType<TsModule['createProgram']>;

/** The part of a typed parser's services that is read. Untyped parsers leave all of it out. */
type Services = {
  readonly program?: Program | null;
  readonly esTreeNodeToTSNodeMap?: { get(node: object): TsSource['sourceFile'] | undefined };
};

const NO_PROGRAM =
  "closewait's typed presets need type information, and this file was parsed without it. Set `languageOptions.parser` to the " +
  'typescript-eslint parser and `parserOptions.projectService` to true for it, or use the preset without `TypeChecked` here.';

/** The file being linted as TypeScript sees it. Never throws, whatever the parser. */
export function typedSourceOf(context: EslintRule.RuleContext): TypedSource {
  // Not `getParserServices` of typescript-eslint: it throws under espree and oxlint.
  const services = context.sourceCode.parserServices as Services | null | undefined;
  const program = services?.program;
  const sourceFile = services?.esTreeNodeToTSNodeMap?.get(context.sourceCode.ast);
  if (!program || !sourceFile) return { kind: 'misconfigured', message: withoutProgram(context) };

  const checker = program.getTypeChecker();
  const candidates = typescriptsNear(context);
  const ts = candidates.find(candidate => madeBy(candidate, sourceFile, checker));
  return ts ? { kind: 'source', source: { ts, sourceFile, checker } } : { kind: 'misconfigured', message: wrongCopy(candidates) };
}

/** Copies of TypeScript that may have made the nodes, the likeliest first: of the linted project, of the file, beside closewait. */
function typescriptsNear({ cwd, physicalFilename }: EslintRule.RuleContext): readonly TsModule[] {
  const places = [join(cwd, 'noop.js'), join(dirname(physicalFilename), 'noop.js'), import.meta.url];
  return places.flatMap(place => {
    try {
      return [asTypeScript(createRequire(place)('typescript'))];
    } catch {
      // Not installed there: the next place may have it.
      return [];
    }
  });
}

function madeBy(ts: TsModule, sourceFile: TsSource['sourceFile'], checker: NonNullable<TsSource['checker']>): boolean {
  // TypeScript 7 exports its version and no enums.
  const { SyntaxKind, TypeFlags } = ts as Partial<TsModule>;
  if (!SyntaxKind || !TypeFlags) return false;
  // As numbers, because in the tables of this copy the node's kind may stand for something else.
  const [kind, expected]: readonly number[] = [sourceFile.kind, SyntaxKind.SourceFile];
  return kind === expected && (checker.getUndefinedType().flags & TypeFlags.Undefined) !== 0;
}

/**
 * Where the project has TypeScript 7 alone no parser can give types, so parser options would be the wrong advice. Under the name advised
 * here npm leaves the command `tsc` to 7, and typescript-eslint's own TypeScript 7 backend looks for it.
 */
function withoutProgram(context: EslintRule.RuleContext): string {
  const [nearest] = typescriptsNear(context);
  if (!nearest || hasApi(nearest)) return NO_PROGRAM;
  return (
    `closewait's typed presets need type information, and TypeScript ${nearest.version} has no API that parsers could get it from. Install ` +
    '6 beside it (`npm install -D typescript-eslint typescript@6 @typescript/native@npm:typescript@7`) and parse with typescript-eslint, ' +
    'or use the preset without `TypeChecked` here.'
  );
}

/** TypeScript 7 exports its version and nothing else. */
function hasApi(ts: Partial<TsModule>): boolean {
  return ts.createProgram !== undefined;
}

function wrongCopy(found: readonly TsModule[]): string {
  const versions = [...new Set(found.map(ts => ts.version))].join(', ');
  return (
    `closewait needs the copy of TypeScript that the parser used, and found ${versions ? `only another one (${versions})` : 'none'}. ` +
    'Install one `typescript` (5.4 to 6) in the linted project, or use the preset without `TypeChecked` here.'
  );
}
