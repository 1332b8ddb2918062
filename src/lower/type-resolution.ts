/**
 * Asks the type checker what a call calls. Only for calls that imports do not settle and whose name some model knows: a question costs
 * more than the whole lowering of a function.
 *
 * Approximation: *must*. Uses only checker members that typescript-eslint's native backend also has.
 */
import type ts from 'typescript';
import type { ApiRef } from '../ir/ir.ts';
import type { Syntax } from './syntax.ts';

/** What is worth a question: names of members that some model knows, and the specifiers that models know libraries by. */
export type Asked = { readonly names: ReadonlySet<string>; readonly modules: ReadonlySet<string> };

export const NOTHING_ASKED: Asked = { names: new Set(), modules: new Set() };

/** Where a declaration stands in its module: the names around it, the outermost first. */
type Path = { readonly names: readonly string[]; readonly isMethod: boolean };

/**
 * The library API that the call's declaration belongs to, by the ambient module that declares it (`declare module 'net'`) or by the
 * package that its file is of; undefined for the program's own functions.
 */
export function apiByType(
  typescript: Syntax,
  checker: ts.TypeChecker,
  call: ts.CallExpression | ts.NewExpression,
  { modules }: Asked,
): ApiRef | undefined {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration) return undefined;
  const names: string[] = [];
  let isMethod = false;
  for (let node: ts.Node = declaration; ; node = node.parent) {
    if (typescript.isModuleDeclaration(node) && typescript.isStringLiteral(node.name)) {
      const statements = node.body && typescript.isModuleBlock(node.body) ? node.body.statements : [];
      return member(node.name.text.replace(/^node:/, ''), { names: exportedNames(typescript, statements, names), isMethod });
    }
    if (typescript.isSourceFile(node)) {
      const module = moduleOfFile(node.fileName, modules);
      return module === undefined ? undefined : member(module, { names: exportedNames(typescript, node.statements, names), isMethod });
    }
    const isStatic = typescript.isMethodDeclaration(node) && typescript.getCombinedModifierFlags(node) & typescript.ModifierFlags.Static;
    if ((typescript.isMethodDeclaration(node) && !isStatic) || typescript.isMethodSignature(node)) isMethod = true;
    const name = typescript.isConstructorDeclaration(node) ? undefined : (node as { readonly name?: ts.Node }).name;
    if (name && typescript.isIdentifier(name)) names.unshift(name.text);
  }
}

function member(module: string, { names, isMethod }: Path): ApiRef | undefined {
  if (names.length === 0) return undefined;
  const owner = names.slice(0, -1).join('.');
  return { module, member: isMethod && owner !== '' ? `${owner}#${names.at(-1) ?? ''}` : names.join('.') };
}

/** The specifier that models know the declaration file by: its own path in the package (`mysql2/promise`), or the package's name. */
function moduleOfFile(fileName: string, modules: ReadonlySet<string>): string | undefined {
  const inside = fileName.split('/node_modules/').at(-1);
  if (inside === undefined || inside === fileName) return undefined;
  const path = inside
    .replace(/\.d\.[mc]?ts$/, '')
    .replace(/^@types\/(?:(?<scope>[^/]+?)__)?/, (_, scope?: string) => (scope === undefined ? '' : `@${scope}/`));
  if (modules.has(path)) return path;
  const [first = '', second = ''] = path.split('/');
  const name = first.startsWith('@') ? `${first}/${second}` : first;
  return modules.has(name) ? name : undefined;
}

/** With `export = WebSocket`, what the namespace of that name holds are the module's exports. */
function exportedNames(typescript: Syntax, statements: readonly ts.Statement[], names: readonly string[]): readonly string[] {
  const [first] = names;
  const isWhole = statements.some(
    statement =>
      typescript.isExportAssignment(statement) &&
      statement.isExportEquals === true &&
      typescript.isIdentifier(statement.expression) &&
      statement.expression.text === first,
  );
  return isWhole && names.length > 1 ? names.slice(1) : names;
}
