/**
 * A golden's program as something to run: its graph, its syntax, and the functions at its top, each of which is called. Entries are found
 * in the source; which closure of the graph each one is, the spans tell.
 */
import type ts from 'typescript';

import { loadBundledTypeScript } from '../../src/host/bundled-typescript.ts';
import type { ModuleIr } from '../../src/ir/ir.ts';
import { strip } from '../../src/lower/provenance.ts';
import { asTypeScript, parseText, type TsModule } from '../../src/lower/ts-port.ts';
import { lowered } from './lowered.ts';
import { keyOf, placeOf } from './run-ir-classes.ts';
import type { Answer, Answers } from './scripted-world.ts';

export type Member = {
  readonly isStatic: boolean;
  readonly key: string | symbol;
  readonly how: 'method' | 'get' | 'set';
  readonly params: number;
};

/** `name` is what the program calls it, `place` where the function, class or object literal stands; `params` are those of its call. */
export type Entry =
  | { readonly kind: 'module' }
  | { readonly kind: 'function' | 'class'; readonly name: string; readonly place: string; readonly params: number }
  | { readonly kind: 'object'; readonly name: string; readonly place: string }
  | { readonly kind: 'member'; readonly name: string; readonly place: string; readonly params: number; readonly member: Member };

export type Golden = {
  readonly name: string;
  readonly text: string;
  readonly ts: TsModule;
  readonly sourceFile: ts.SourceFile;
  readonly module: ModuleIr;
  /** Whether anything in it waits. */
  readonly isAsync: boolean;
  readonly entries: readonly Entry[];
  readonly answers: Answers;
};

export function goldenProgram(name: string, text: string, absent: readonly string[] = []): Golden {
  const typescript = asTypeScript(loadBundledTypeScript());
  const sourceFile = parseText(typescript, name, text);
  const module = lowered(text, name);
  if (!module) throw new Error(`${name} does not parse`);
  const isAsync = /\b(?:async|await|Promise)\b/.test(text);
  const entries: readonly Entry[] = [{ kind: 'module' }, ...sourceFile.statements.flatMap(it => entriesOf(typescript, it))];
  return {
    name,
    text,
    ts: typescript,
    sourceFile,
    module,
    isAsync,
    entries,
    answers: { absent, ...answersFor(typescript, sourceFile, isAsync) },
  };
}

function entriesOf(typescript: TsModule, statement: ts.Statement): readonly Entry[] {
  if (typescript.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword))
    return [];
  if (typescript.isFunctionDeclaration(statement) || typescript.isClassDeclaration(statement)) {
    return entriesOfValue(typescript, statement.name?.text ?? 'default', statement);
  }
  if (typescript.isExportAssignment(statement)) return entriesOfValue(typescript, 'default', strip(typescript, statement.expression));
  if (!typescript.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    initializer && typescript.isIdentifier(name) ? entriesOfValue(typescript, name.text, strip(typescript, initializer)) : [],
  );
}

function entriesOfValue(typescript: TsModule, name: string, node: ts.Node): readonly Entry[] {
  const place = placeOf({ start: node.getStart(), end: node.end });
  if (typescript.isFunctionDeclaration(node) || typescript.isFunctionExpression(node) || typescript.isArrowFunction(node)) {
    return node.body ? [{ kind: 'function', name, place, params: parametersOf(node) }] : [];
  }
  if (typescript.isObjectLiteralExpression(node)) return [{ kind: 'object', name, place }];
  if (!typescript.isClassLike(node)) return [];
  const constructor = node.members.find(it => typescript.isConstructorDeclaration(it) && it.body !== undefined);
  const params = constructor && typescript.isConstructorDeclaration(constructor) ? parametersOf(constructor) : 1;
  const members = node.members.flatMap((member): readonly Entry[] => {
    const how = typescript.isMethodDeclaration(member)
      ? 'method'
      : typescript.isGetAccessor(member)
        ? 'get'
        : typescript.isSetAccessor(member)
          ? 'set'
          : null;
    if (how === null || !member.name || typescript.isPrivateIdentifier(member.name)) return [];
    const { body, parameters, modifiers } = member as ts.MethodDeclaration | ts.AccessorDeclaration;
    const key = keyOf(typescript, member.name);
    if (!body || key === null) return [];
    const isStatic = modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.StaticKeyword) ?? false;
    return [{ kind: 'member', name, place, params, member: { isStatic, key, how, params: parameters.length } }];
  });
  return [{ kind: 'class', name, place, params }, ...members];
}

const parametersOf = ({ parameters }: ts.SignatureDeclaration): number =>
  (parameters as readonly ts.ParameterDeclaration[]).filter(({ name }) => name.getText() !== 'this').length;

/** What may happen in the program: the constants that it compares with among it. */
function answersFor(typescript: TsModule, sourceFile: ts.SourceFile, isAsync: boolean): Omit<Answers, 'absent'> {
  const constants = new Set<string | number>();
  const visit = (node: ts.Node): void => {
    const isCompared = typescript.isCaseClause(node.parent) || typescript.isBinaryExpression(node.parent);
    if (isCompared && typescript.isNumericLiteral(node)) constants.add(Number(node.text));
    if (isCompared && typescript.isStringLiteralLike(node)) constants.add(node.text);
    typescript.forEachChild(node, visit);
  };
  typescript.forEachChild(sourceFile, visit);
  constants.delete(0);
  const compared = [...constants].map((value): Answer => ({ kind: 'constant', value }));
  // A number is nothing to dispose of, and to say so is no edge of the graph; null is let pass.
  const disposes = /\busing\b/.test(sourceFile.text);
  const zero: Answer = { kind: 'constant', value: disposes ? null : 0 };
  const sparse: readonly Answer[] = [{ kind: 'hollow' }, { kind: 'shallow' }, ...(disposes ? [] : [{ kind: 'list' } as const])];
  const rejects: readonly Answer[] = isAsync ? [{ kind: 'rejects' }] : [];
  // Where a disposal throws as well, the error of a loop over these would not be seen.
  const notIterable: readonly Answer[] = [zero, { kind: 'constant', value: undefined }, ...rejects];
  return {
    call: [{ kind: 'stub' }, zero, { kind: 'throws' }, ...rejects, ...compared, { kind: 'constant', value: null }, { kind: 'throws zero' }],
    argument: [{ kind: 'stub' }, ...compared, ...sparse, ...(disposes ? [] : notIterable)],
    element: [{ kind: 'stub' }, { kind: 'ends' }, zero, ...compared, ...sparse],
    'awaited element': [{ kind: 'stub' }, { kind: 'ends' }, { kind: 'rejects' }, zero, ...compared],
    resume: [
      { kind: 'resumes', how: 'next', value: { kind: 'stub' } },
      { kind: 'resumes', how: 'next', value: zero },
      { kind: 'resumes', how: 'throw', value: { kind: 'stub' } },
      { kind: 'resumes', how: 'return', value: { kind: 'stub' } },
      ...compared.map((value): Answer => ({ kind: 'resumes', how: 'next', value })),
      ...rejects.map((value): Answer => ({ kind: 'resumes', how: 'return', value })),
    ],
  };
}
