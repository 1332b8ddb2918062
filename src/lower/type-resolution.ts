/**
 * Asks the type checker what a call calls. Only for calls that imports do not settle and whose name some model knows: a question costs
 * more than the whole lowering of a function.
 *
 * Approximation: *must*. Uses only checker members that typescript-eslint's native backend also has.
 */
import type ts from 'typescript';
import type { ApiRef } from '../ir/ir.ts';
import type { TsModule } from './ts-port.ts';

/** The library API that the call's declaration belongs to (`declare module 'net' { function connect }`), or undefined. */
export function apiByType(typescript: TsModule, checker: ts.TypeChecker, call: ts.CallExpression | ts.NewExpression): ApiRef | undefined {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration) return undefined;
  const path: string[] = [];
  let method = false;
  for (let node: ts.Node = declaration; ; node = node.parent) {
    if (typescript.isModuleDeclaration(node) && typescript.isStringLiteral(node.name)) {
      const [owner, ...rest] = path;
      const member = method && owner !== undefined ? `${owner}#${rest.join('.')}` : path.join('.');
      return path.length > 0 ? { module: node.name.text.replace(/^node:/, ''), member } : undefined;
    }
    if (typescript.isSourceFile(node)) return undefined;
    const isStatic = typescript.isMethodDeclaration(node) && typescript.getCombinedModifierFlags(node) & typescript.ModifierFlags.Static;
    if ((typescript.isMethodDeclaration(node) && !isStatic) || typescript.isMethodSignature(node)) method = true;
    const name = typescript.isConstructorDeclaration(node) ? undefined : (node as { readonly name?: ts.Node }).name;
    if (name && typescript.isIdentifier(name)) path.unshift(name.text);
  }
}
