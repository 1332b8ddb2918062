/**
 * The library class that a declaration names: `pool: Pool`, `let client: pg.Client | null`, `private readonly db: import('pg').Pool`.
 *
 * Read from annotations alone, so that untyped mode has it, too. Approximation: *must* as far as annotations tell the truth; a name that
 * no import of the file introduces has no class.
 */
import type ts from 'typescript';
import type { ApiRef } from '../ir/ir.ts';
import { GLOBAL, moduleOrigin } from './provenance.ts';
import type { Syntax } from './syntax.ts';

export type DeclaredClasses = {
  /** The class of what is declared; undefined where no library class is named. */
  of(declaration: ts.Node): ApiRef | undefined;
};

/** Global classes that models know. */
const GLOBAL_CLASSES: ReadonlySet<string> = new Set(['WebSocket']);

/** Where TypeScript, too, reads types from comments. */
const JAVASCRIPT = /\.[cm]?jsx?$/;
/** A tag that names a class without an import of the file. */
const TYPE_TAG = /@(?:type|param)\s*\{[^}]*\b(?:import\(|WebSocket\b)/;

export function declaredClassesIn(typescript: Syntax, sourceFile: ts.SourceFile): DeclaredClasses {
  let imports: ReadonlyMap<string, ApiRef> | undefined;
  const importOf = (name: string): ApiRef | undefined => (imports ??= importsIn(typescript, sourceFile)).get(name);

  function classNamed(type: ts.TypeNode): ApiRef | undefined {
    if (typescript.isUnionTypeNode(type)) {
      const members = type.types.filter(member => !isNullish(typescript, member));
      return members.length === 1 && members[0] ? classNamed(members[0]) : undefined;
    }
    if (typescript.isParenthesizedTypeNode(type)) return classNamed(type.type);
    if (typescript.isImportTypeNode(type)) {
      const { argument, qualifier, isTypeOf } = type;
      if (isTypeOf || !qualifier || !typescript.isLiteralTypeNode(argument) || !typescript.isStringLiteral(argument.literal))
        return undefined;
      return { module: moduleOrigin(argument.literal.text).module, member: qualifier.getText(sourceFile) };
    }
    return typescript.isTypeReferenceNode(type) ? entity(type.typeName) : undefined;
  }

  function entity(name: ts.EntityName): ApiRef | undefined {
    if (typescript.isIdentifier(name)) {
      return importOf(name.text) ?? (GLOBAL_CLASSES.has(name.text) ? { module: GLOBAL, member: name.text } : undefined);
    }
    const left = entity(name.left);
    return left && { module: left.module, member: left.member === '' ? name.right.text : `${left.member}.${name.right.text}` };
  }

  let asksComments: boolean | undefined;

  /**
   * The type in the JSDoc of a declaration. TypeScript makes and keeps a list of tags at every declaration that is asked about, so none is
   * where no comment can name a class.
   */
  function typeInComment(declaration: ts.Node): ts.TypeNode | undefined {
    asksComments ??=
      JAVASCRIPT.test(sourceFile.fileName) &&
      (sourceFile.statements.some(typescript.isImportDeclaration) || TYPE_TAG.test(sourceFile.text));
    return asksComments ? typescript.getJSDocType(declaration) : undefined;
  }

  return {
    of(declaration) {
      const written = (declaration as { readonly type?: ts.TypeNode }).type ?? typeInComment(declaration);
      const named = written && classNamed(written);
      return named?.member === '' ? { module: named.module, member: 'default' } : named;
    },
  };
}

/** The library classes that the class declares its instance fields to be of. */
export function declaredFields(typescript: Syntax, node: ts.ClassLikeDeclaration, classes: DeclaredClasses): ReadonlyMap<string, ApiRef> {
  const fields = new Map<string, ApiRef>();
  for (const member of node.members) {
    if (!typescript.isPropertyDeclaration(member) || typescript.isComputedPropertyName(member.name)) continue;
    const declared = classes.of(member);
    if (declared) fields.set(member.name.text, declared);
  }
  return fields;
}

/** What the file's imports call things; a whole module, or its default export, has the empty member. */
function importsIn(typescript: Syntax, sourceFile: ts.SourceFile): ReadonlyMap<string, ApiRef> {
  const found = new Map<string, ApiRef>();
  for (const statement of sourceFile.statements) {
    if (typescript.isImportEqualsDeclaration(statement)) {
      const { moduleReference, name } = statement;
      const specifier = typescript.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
      if (specifier && typescript.isStringLiteral(specifier)) found.set(name.text, { ...moduleOrigin(specifier.text), member: '' });
    }
    if (!typescript.isImportDeclaration(statement) || !typescript.isStringLiteral(statement.moduleSpecifier)) continue;
    const { module } = moduleOrigin(statement.moduleSpecifier.text);
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) found.set(name.text, { module, member: '' });
    if (!namedBindings) continue;
    if (typescript.isNamespaceImport(namedBindings)) found.set(namedBindings.name.text, { module, member: '' });
    else {
      for (const element of namedBindings.elements) {
        const imported = (element.propertyName ?? element.name).text;
        found.set(element.name.text, { module, member: imported === 'default' ? '' : imported });
      }
    }
  }
  return found;
}

function isNullish(typescript: Syntax, type: ts.TypeNode): boolean {
  if (type.kind === typescript.SyntaxKind.UndefinedKeyword) return true;
  return typescript.isLiteralTypeNode(type) && type.literal.kind === typescript.SyntaxKind.NullKeyword;
}
