/**
 * Annotations: `@owning`, `@notOwning`, `@mustCall close`, `@releases socket` in the JSDoc comment of a declaration.
 *
 * Read from the comment's text and not from TypeScript's JSDoc nodes, which programs are made without (they cost, and who makes the program
 * decides). As in JSDoc a tag begins a line, or follows another tag on it; only a comment that opens with two stars has tags.
 */
import type ts from 'typescript';
import type { Annotation, Declared, Directive } from '../ir/directive.ts';
import type { Comment } from './comment-around.ts';
import { nameOfFunction } from './name-function.ts';
import type { TsModule } from './ts-port.ts';

export function annotationsIn(typescript: TsModule, sourceFile: ts.SourceFile, comment: Comment, file: string): readonly Directive[] {
  const { text } = sourceFile;
  if (!comment.block || !text.startsWith('/**', comment.pos)) return [];
  const tags = tagsIn(text.slice(comment.pos, comment.end - 2));
  if (tags.length === 0) return [];
  const on = declaredAfter(typescript, sourceFile, comment, file);
  return tags.map((tag): Directive => {
    const start = comment.pos + tag.index;
    const malformed = (length: number, fault: string): Directive => ({
      kind: 'malformed',
      span: { file, start, end: start + length },
      fault,
    });
    const nameLength = 1 + tag.name.length;
    if (!on) return malformed(nameLength, `@${tag.name} stands at no declaration`);
    if (tag.name === 'owning' || tag.name === 'notOwning') {
      return { kind: 'annotation', span: { file, start, end: start + nameLength }, on, tag: tag.name };
    }
    if (tag.argument === undefined) return malformed(nameLength, `@${tag.name} needs ${ARGUMENTS[tag.name]}`);
    const { value, end } = tag.argument;
    if (!ARGUMENT.test(value)) return malformed(end - tag.index, `@${tag.name} needs ${ARGUMENTS[tag.name]}, not '${value}'`);
    return { kind: 'annotation', span: { file, start, end: comment.pos + end }, on, tag: tag.name, argument: value };
  });
}

type TagName = Annotation['tag'];
/** `index` and `end` count from the start of the comment. */
type Tag = {
  readonly name: TagName;
  readonly index: number;
  readonly argument: { readonly value: string; readonly end: number } | undefined;
};

const ARGUMENTS: { readonly [Name in 'mustCall' | 'releases']: string } = {
  mustCall: 'the name of a method',
  releases: 'the name of a parameter',
};
/** A name, private or of a member. */
const ARGUMENT = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/** Lines that begin with a tag, after the comment's own stars. */
const TAG_LINE = /^[ \t]*(?:\/\*\*|\*+(?!\/))?[ \t]*@.*$/gm;
/** A tag of ours, and the word after it. */
const TAG = /(?<=^|[\s*])@(owning|notOwning|mustCall|releases)(?![\w-])(?:[ \t]+([^\s@]\S*))?/g;

function tagsIn(comment: string): readonly Tag[] {
  return [...comment.matchAll(TAG_LINE)].flatMap(({ 0: line, index: from }) =>
    [...line.matchAll(TAG)].map(({ 0: whole, 1: name, 2: value, index }) => ({
      name: name as TagName,
      index: from + index,
      argument: value === undefined ? undefined : { value, end: from + index + whole.length },
    })),
  );
}

/** What the comment documents: the outermost declaration that it stands directly before. */
function declaredAfter(typescript: TsModule, sourceFile: ts.SourceFile, comment: Comment, file: string): Declared | undefined {
  let node: ts.Node | undefined = sourceFile;
  while (node) {
    const next: ts.Node | undefined = typescript.forEachChild(node, child =>
      child.pos <= comment.pos && comment.end <= child.end ? child : undefined,
    );
    const documented = next && next.getStart(sourceFile) >= comment.end ? declarationOf(typescript, next) : undefined;
    if (documented) {
      const { kind, name, node: declaration } = documented;
      return { kind, name, span: { file, start: declaration.getStart(sourceFile), end: declaration.end } };
    }
    node = next;
  }
  return undefined;
}

type Documented = Pick<Declared, 'kind' | 'name'> & { readonly node: ts.Node };

/** The declaration that a node is or begins with. */
function declarationOf(typescript: TsModule, node: ts.Node): Documented | undefined {
  if (typescript.isVariableStatement(node)) return declarationOf(typescript, node.declarationList);
  if (typescript.isVariableDeclarationList(node)) {
    const [first] = node.declarations;
    return first && declarationOf(typescript, first);
  }
  if (typescript.isExportAssignment(node)) return functionOrClass(typescript, node.expression);
  if (typescript.isExpressionStatement(node)) return assigned(typescript, node.expression);
  if (typescript.isVariableDeclaration(node)) return holder(typescript, node, 'variable');
  if (typescript.isPropertyDeclaration(node) || typescript.isPropertyAssignment(node)) return holder(typescript, node, 'property');
  if (typescript.isPropertySignature(node)) return { kind: 'property', name: nameOf(node.name), node };
  if (typescript.isMethodSignature(node)) return { kind: 'method', name: nameOf(node.name), node };
  if (typescript.isParameter(node)) return { kind: 'parameter', name: nameOf(node.name), node };
  return functionOrClass(typescript, node);
}

function functionOrClass(typescript: TsModule, node: ts.Node): Documented | undefined {
  if (typescript.isParenthesizedExpression(node)) return functionOrClass(typescript, node.expression);
  if (typescript.isClassLike(node)) return { kind: 'class', name: node.name?.text ?? '<class>', node };
  if (typescript.isFunctionDeclaration(node) || typescript.isFunctionExpression(node) || typescript.isArrowFunction(node)) {
    return { kind: 'function', name: nameOfFunction(typescript, node), node };
  }
  if (typescript.isMethodDeclaration(node) || typescript.isConstructorDeclaration(node) || typescript.isAccessor(node)) {
    return { kind: 'method', name: nameOfFunction(typescript, node), node };
  }
  return undefined;
}

/** What is declared with a function or a class as its value is that. */
function holder(
  typescript: TsModule,
  node: ts.VariableDeclaration | ts.PropertyDeclaration | ts.PropertyAssignment,
  kind: 'variable' | 'property',
): Documented {
  const value = node.initializer && functionOrClass(typescript, node.initializer);
  return value?.kind === 'function' ? value : { kind: value?.kind ?? kind, name: nameOf(node.name), node: value?.node ?? node };
}

/** `exports.end = function …`, `this.socket = …`: how JavaScript declares a member. */
function assigned(typescript: TsModule, node: ts.Expression): Documented | undefined {
  if (!typescript.isBinaryExpression(node) || node.operatorToken.kind !== typescript.SyntaxKind.EqualsToken) return undefined;
  const value = functionOrClass(typescript, node.right);
  if (value) return value;
  return typescript.isPropertyAccessExpression(node.left) ? { kind: 'property', name: node.left.name.text, node } : undefined;
}

/** As the source spells it; a pattern has no name. */
function nameOf(name: ts.BindingName | ts.PropertyName): string {
  return 'text' in name ? name.text : '[pattern]';
}
