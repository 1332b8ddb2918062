/**
 * Where a name comes from: which member of which module an expression denotes, whatever it is called here. Names prove nothing (a
 * fifth of the checkouts found by name in real code were homonyms); imports do.
 *
 * Approximation: *must*. An answer is certain; where a variable is written twice or an expression is not understood there is none.
 */
import type ts from 'typescript';
import type { ApiRef } from '../ir/ir.ts';
import type { Binding, BindingKind } from './binding.ts';
import type { Bindings } from './bindings.ts';
import type { TsModule } from './ts-port.ts';

/** A module, and the path of members taken from it: `net` + `['Socket']`. */
export type Origin = { readonly module: string; readonly path: readonly string[] };

/** The pseudo-module of what needs no import. */
export const GLOBAL = 'global';

/** Chains longer than this (`const a = b; const b = c; …`) are not followed. */
const DEPTH = 16;

/** What compilers put around `require`: TypeScript, esbuild, Babel. */
const INTEROP = /^(?:__(?:importDefault|importStar|toESM)|_interopRequire(?:Default|Wildcard))$/;

/** Bindings of any other kind are made here. */
const MAY_BE_MODULE: ReadonlySet<BindingKind> = new Set<BindingKind>(['import', 'const', 'let', 'var', 'using']);

export type Provenance = {
  /** The origin of an expression, or undefined where it is not one certain module member. */
  originOf(node: ts.Expression): Origin | undefined;
  /** The library member that an expression denotes. */
  apiOf(node: ts.Expression): ApiRef | undefined;
};

export function provenanceOf(typescript: TsModule, bindings: Bindings): Provenance {
  const known = new Map<Binding, Origin | null>();

  /**
   * Whether what the expression starts from can be a module at all. Asked first, because this is asked about every callee and member
   * access of the file, and nearly all of them start from a parameter, a plain local or `this`.
   */
  function startsFromModule(node: ts.Expression): boolean {
    let base = strip(typescript, node);
    while (typescript.isPropertyAccessExpression(base) || typescript.isElementAccessExpression(base)) {
      base = strip(typescript, base.expression);
    }
    if (!typescript.isIdentifier(base)) return typescript.isCallExpression(base) || typescript.isAwaitExpression(base);
    const binding = bindings.of.get(base);
    return !binding || originOfBinding(binding, 1) !== undefined;
  }

  function originOf(node: ts.Expression, depth = 0): Origin | undefined {
    if (depth > DEPTH) return undefined;
    const inner = strip(typescript, node);
    if (typescript.isIdentifier(inner)) {
      const binding = bindings.of.get(inner);
      return binding ? originOfBinding(binding, depth + 1) : { module: GLOBAL, path: [inner.text] };
    }
    if (typescript.isPropertyAccessExpression(inner) && typescript.isIdentifier(inner.name)) {
      return member(originOf(inner.expression, depth + 1), inner.name.text);
    }
    if (typescript.isElementAccessExpression(inner) && typescript.isStringLiteralLike(inner.argumentExpression)) {
      return member(originOf(inner.expression, depth + 1), inner.argumentExpression.text);
    }
    if (typescript.isAwaitExpression(inner)) return originOf(inner.expression, depth + 1);
    if (typescript.isCallExpression(inner)) return originOfLoad(inner, depth);
    return undefined;
  }

  /** `require('m')`, `import('m')`, and the interop wrappers that compilers put around them. */
  function originOfLoad(call: ts.CallExpression, depth: number): Origin | undefined {
    const [first] = call.arguments;
    if (!first) return undefined;
    if (typescript.isStringLiteralLike(first)) {
      const loads =
        call.expression.kind === typescript.SyntaxKind.ImportKeyword ||
        (typescript.isIdentifier(call.expression) && call.expression.text === 'require' && !bindings.of.get(call.expression));
      return loads ? moduleOrigin(first.text) : undefined;
    }
    const callee = strip(typescript, call.expression);
    // `tslib_1.__importStar(…)` where helpers are imported.
    const wrapper = typescript.isPropertyAccessExpression(callee) ? callee.name : callee;
    return typescript.isIdentifier(wrapper) && INTEROP.test(wrapper.text) ? originOf(first, depth + 1) : undefined;
  }

  function originOfBinding(binding: Binding, depth: number): Origin | undefined {
    if (binding.writes > 0 || !MAY_BE_MODULE.has(binding.kind)) return undefined;
    const answer = known.get(binding);
    if (answer !== undefined) return answer ?? undefined;
    // While it is being asked, a variable that is made of itself has no origin.
    known.set(binding, null);
    const origin = originOfDeclaration(binding, depth);
    known.set(binding, origin ?? null);
    return origin;
  }

  function originOfDeclaration({ declaration, name }: Binding, depth: number): Origin | undefined {
    if (typescript.isImportClause(declaration)) return declaration.isTypeOnly ? undefined : member(moduleOf(declaration.parent), 'default');
    if (typescript.isNamespaceImport(declaration)) return moduleOf(declaration.parent.parent);
    if (typescript.isImportSpecifier(declaration)) {
      return member(moduleOf(declaration.parent.parent.parent), (declaration.propertyName ?? declaration.name).text);
    }
    if (typescript.isImportEqualsDeclaration(declaration)) {
      const { moduleReference } = declaration;
      if (!typescript.isExternalModuleReference(moduleReference)) return undefined;
      return typescript.isStringLiteralLike(moduleReference.expression) ? moduleOrigin(moduleReference.expression.text) : undefined;
    }
    if (!typescript.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    const origin = originOf(declaration.initializer, depth);
    return typescript.isIdentifier(declaration.name) ? origin : originOfElement(declaration.name, name, origin);
  }

  /** `const { Socket: S } = net`: the member that the pattern takes for `name`; only constant keys, no defaults. */
  function originOfElement(pattern: ts.BindingPattern, name: string, origin: Origin | undefined): Origin | undefined {
    if (!origin || !typescript.isObjectBindingPattern(pattern)) return undefined;
    for (const element of pattern.elements) {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken || element.initializer) continue;
      if (!typescript.isIdentifier(key) && !typescript.isStringLiteral(key)) continue;
      if (!typescript.isIdentifier(element.name)) {
        const nested = originOfElement(element.name, name, member(origin, key.text));
        if (nested) return nested;
      } else if (element.name.text === name) return member(origin, key.text);
    }
    return undefined;
  }

  function moduleOf(statement: ts.Node): Origin | undefined {
    if (!typescript.isImportDeclaration(statement)) return undefined;
    return typescript.isStringLiteral(statement.moduleSpecifier) ? moduleOrigin(statement.moduleSpecifier.text) : undefined;
  }

  return {
    originOf: node => originOf(node),
    apiOf(node) {
      if (!startsFromModule(node)) return undefined;
      const origin = originOf(node);
      // A module called as a function (`assert(x)`) is its default export.
      return origin && { module: origin.module, member: origin.path.join('.') || 'default' };
    },
  };
}

/** Node's builtins are one module with and without `node:`. */
function moduleOrigin(specifier: string): Origin {
  return { module: specifier.replace(/^node:/, ''), path: [] };
}

/** A member of an origin. A default export is transparent: under CommonJS interop it is the module itself. */
function member(origin: Origin | undefined, name: string): Origin | undefined {
  if (!origin) return undefined;
  if (name === 'default' && origin.path.length === 0) return origin;
  // `globalThis.JSON` is `JSON`; `process.exit` is the same with and without an import.
  if (origin.module === GLOBAL && origin.path.length === 1 && (origin.path[0] === 'globalThis' || origin.path[0] === 'global')) {
    return { module: GLOBAL, path: [name] };
  }
  if (origin.module === GLOBAL && origin.path.length === 1 && origin.path[0] === 'process') return { module: 'process', path: [name] };
  return { module: origin.module, path: [...origin.path, name] };
}

/** The expression without what has no meaning at run time: parentheses, casts, `!`, and the `(0, f)` of compiled code. */
export function strip(typescript: TsModule, node: ts.Expression): ts.Expression {
  let inner = node;
  for (;;) {
    if (
      typescript.isParenthesizedExpression(inner) ||
      typescript.isAsExpression(inner) ||
      typescript.isSatisfiesExpression(inner) ||
      typescript.isNonNullExpression(inner) ||
      typescript.isTypeAssertionExpression(inner)
    ) {
      inner = inner.expression;
    } else if (
      typescript.isBinaryExpression(inner) &&
      inner.operatorToken.kind === typescript.SyntaxKind.CommaToken &&
      typescript.isNumericLiteral(inner.left)
    ) {
      inner = inner.right;
    } else return inner;
  }
}
