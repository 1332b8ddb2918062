/**
 * Where a name comes from: which member of which module an expression denotes, whatever it is called here. Names prove nothing (a
 * fifth of the checkouts found by name in real code were homonyms); imports do.
 *
 * Approximation: *must*, with two decrees about what stands in for a module. Where a choice is made between the same member of several
 * modules (`secure ? https : http`), the first speaks for all; where a caller may inject one (`options.net ?? net`, `(lib = net) => …`),
 * what it injects behaves as the default does. Any other variable that is written twice, or expression that is not understood, has none.
 */
import type ts from 'typescript';
import type { ApiRef } from '../ir/ir.ts';
import type { Binding, BindingKind, Origin } from './binding.ts';
import type { Bindings } from './bindings.ts';
import { classAround } from './field-values.ts';
import type { Syntax } from './syntax.ts';

/** The pseudo-module of what needs no import. */
export const GLOBAL = 'global';

/** Chains longer than this (`const a = b; const b = c; …`) are not followed. */
const DEPTH = 16;

/** What compilers put around `require`: TypeScript, esbuild, Babel. */
const INTEROP = /^(?:__(?:importDefault|importStar|toESM)|_interopRequire(?:Default|Wildcard))$/;

/** Bindings of any other kind are made here. */
const MAY_BE_MODULE: ReadonlySet<BindingKind> = new Set<BindingKind>(['import', 'const', 'let', 'var', 'using', 'param']);

export type Provenance = {
  /** The origin of an expression, or undefined where it is not one certain module member. */
  originOf(node: ts.Expression): Origin | undefined;
  /** The library class that the class extends which an expression names, through classes of this file. */
  baseOf(node: ts.Expression): ApiRef | undefined;
  /** The library member that an expression denotes. */
  apiOf(node: ts.Expression): ApiRef | undefined;
};

export function provenanceOf(typescript: Syntax, bindings: Bindings): Provenance {
  /**
   * Whether what the expression starts from can be a module at all. Asked first, because this is asked about every callee and member
   * access of the file, and nearly all of them start from a parameter, a plain local or `this`.
   */
  function startsFromModule(node: ts.Expression): boolean {
    let base = strip(typescript, node);
    while (typescript.isPropertyAccessExpression(base) || typescript.isElementAccessExpression(base)) {
      if (typescript.isElementAccessExpression(base) && literalOf(base.expression)) return true;
      base = strip(typescript, base.expression);
    }
    if (!typescript.isIdentifier(base)) return mayGiveModule(base);
    const binding = bindings.of(base);
    return !binding || originOfBinding(binding, 1) !== undefined;
  }

  const mayGiveModule = (base: ts.Expression): boolean =>
    (base.kind === typescript.SyntaxKind.ThisKeyword && bindings.fields.size > 0) ||
    typescript.isCallExpression(base) ||
    typescript.isAwaitExpression(base) ||
    typescript.isConditionalExpression(base) ||
    typescript.isBinaryExpression(base) ||
    typescript.isObjectLiteralExpression(base);

  function originOf(node: ts.Expression, depth = 0): Origin | undefined {
    if (depth > DEPTH) return undefined;
    const inner = strip(typescript, node);
    if (typescript.isIdentifier(inner)) {
      const binding = bindings.of(inner);
      return binding ? originOfBinding(binding, depth + 1) : { module: GLOBAL, path: [inner.text] };
    }
    if (typescript.isPropertyAccessExpression(inner) && inner.expression.kind === typescript.SyntaxKind.ThisKeyword) {
      return originOfField(inner, depth + 1);
    }
    if (typescript.isPropertyAccessExpression(inner) && typescript.isIdentifier(inner.name)) {
      return member(originOf(inner.expression, depth + 1), inner.name.text);
    }
    if (typescript.isElementAccessExpression(inner) && typescript.isStringLiteralLike(inner.argumentExpression)) {
      return member(originOf(inner.expression, depth + 1), inner.argumentExpression.text);
    }
    if (typescript.isElementAccessExpression(inner)) return originInTable(inner, depth + 1);
    if (typescript.isAwaitExpression(inner)) return originOf(inner.expression, depth + 1);
    if (typescript.isCallExpression(inner)) return originOfLoad(inner, depth);
    if (typescript.isConditionalExpression(inner)) {
      return spokenFor([inner.whenTrue, inner.whenFalse].map(choice => originOf(choice, depth + 1)));
    }
    if (typescript.isBinaryExpression(inner) && isDefaulting(inner.operatorToken.kind)) {
      return originOf(inner.left, depth + 1) ?? originOf(inner.right, depth + 1);
    }
    return undefined;
  }

  /** `this.http`, where the class keeps a module in that field. */
  function originOfField({ name }: ts.PropertyAccessExpression, depth: number): Origin | undefined {
    const owner = bindings.fields.size > 0 ? classAround(typescript, name) : undefined;
    const values = owner && bindings.fields.get(owner)?.get(name.text);
    return values && spokenFor(values.map(value => originOf(value, depth)));
  }

  const isDefaulting = (operator: ts.SyntaxKind): boolean =>
    operator === typescript.SyntaxKind.BarBarToken || operator === typescript.SyntaxKind.QuestionQuestionToken;

  /** `({ http, https })[scheme]`: any member of a table of modules. */
  function originInTable(access: ts.ElementAccessExpression, depth: number): Origin | undefined {
    const table = literalOf(access.expression);
    return table && spokenFor(table.properties.map(property => originOfProperty(property, depth)));
  }

  function originOfProperty(property: ts.ObjectLiteralElementLike, depth: number): Origin | undefined {
    if (typescript.isPropertyAssignment(property)) return originOf(property.initializer, depth);
    return typescript.isShorthandPropertyAssignment(property) ? originOf(property.name, depth) : undefined;
  }

  /** The object literal that an expression is, or that the constant it names was given. */
  function literalOf(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
    const inner = strip(typescript, node);
    if (typescript.isObjectLiteralExpression(inner)) return inner;
    const binding = typescript.isIdentifier(inner) ? bindings.of(inner) : undefined;
    if (!binding || binding.writes > 0 || !typescript.isVariableDeclaration(binding.declaration)) return undefined;
    const { initializer } = binding.declaration;
    const given = initializer && strip(typescript, initializer);
    return given && typescript.isObjectLiteralExpression(given) ? given : undefined;
  }

  /** `require('m')`, `import('m')`, and the interop wrappers that compilers put around them. */
  function originOfLoad(call: ts.CallExpression, depth: number): Origin | undefined {
    const [first] = call.arguments;
    if (!first) return undefined;
    if (typescript.isStringLiteralLike(first)) {
      const loads =
        call.expression.kind === typescript.SyntaxKind.ImportKeyword ||
        (typescript.isIdentifier(call.expression) && call.expression.text === 'require' && !bindings.of(call.expression));
      return loads ? moduleOrigin(first.text) : undefined;
    }
    const callee = strip(typescript, call.expression);
    // `tslib_1.__importStar(…)` where helpers are imported.
    const wrapper = typescript.isPropertyAccessExpression(callee) ? callee.name : callee;
    return typescript.isIdentifier(wrapper) && INTEROP.test(wrapper.text) ? originOf(first, depth + 1) : undefined;
  }

  function originOfBinding(binding: Binding, depth: number): Origin | undefined {
    if (binding.writes > (binding.assigned?.length ?? 0) || !MAY_BE_MODULE.has(binding.kind)) return undefined;
    if (binding.origin !== undefined) return binding.origin ?? undefined;
    // While it is being asked, a variable that is made of itself has no origin.
    binding.origin = null;
    const origin = binding.assigned ? originOfLate(binding, binding.assigned, depth) : originOfDeclaration(binding, depth);
    binding.origin = origin ?? null;
    return origin;
  }

  /** `let tls; try { tls = require('tls') } catch {}`: whatever it is given is the same member, or nothing. */
  function originOfLate({ declaration }: Binding, assigned: readonly ts.Expression[], depth: number): Origin | undefined {
    if (!typescript.isVariableDeclaration(declaration) || !typescript.isIdentifier(declaration.name)) return undefined;
    const given = declaration.initializer ? [declaration.initializer, ...assigned] : assigned;
    return spokenFor(given.filter(value => !isNothing(value)).map(value => originOf(value, depth)));
  }

  const isNothing = (value: ts.Expression): boolean =>
    value.kind === typescript.SyntaxKind.NullKeyword || (typescript.isIdentifier(value) && value.text === 'undefined');

  function originOfDeclaration({ declaration, name }: Binding, depth: number): Origin | undefined {
    if (typescript.isImportClause(declaration)) return declaration.isTypeOnly ? undefined : member(moduleOf(declaration.parent), 'default');
    if (typescript.isNamespaceImport(declaration)) return moduleOf(declaration.parent.parent);
    if (typescript.isImportSpecifier(declaration)) {
      return member(moduleOf(declaration.parent.parent.parent), (declaration.propertyName ?? declaration.name).text);
    }
    if (typescript.isImportEqualsDeclaration(declaration)) {
      const { moduleReference } = declaration;
      if (!typescript.isExternalModuleReference(moduleReference)) return originOfEntity(moduleReference, depth);
      return typescript.isStringLiteralLike(moduleReference.expression) ? moduleOrigin(moduleReference.expression.text) : undefined;
    }
    const isParameter = typescript.isParameter(declaration);
    if (!isParameter && !typescript.isVariableDeclaration(declaration)) return undefined;
    const origin = declaration.initializer && originOf(declaration.initializer, depth);
    if (typescript.isIdentifier(declaration.name)) return origin;
    if (origin && !isParameter) return originOfElement(declaration.name, name, origin);
    // `({ transport = net })`: the default tells what may be injected.
    const injected = elementOf(declaration.name, name)?.initializer;
    return injected && originOf(injected, depth);
  }

  /** `import Socket = net.Socket`. */
  function originOfEntity(name: ts.EntityName, depth: number): Origin | undefined {
    return typescript.isIdentifier(name) ? originOf(name, depth) : member(originOfEntity(name.left, depth), name.right.text);
  }

  /** The element of a pattern that declares the name. */
  function elementOf(pattern: ts.BindingPattern, name: string): ts.BindingElement | undefined {
    for (const element of pattern.elements) {
      if (typescript.isOmittedExpression(element)) continue;
      const found = typescript.isIdentifier(element.name) ? element.name.text === name && element : elementOf(element.name, name);
      if (found) return found;
    }
    return undefined;
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

  function baseOf(node: ts.Expression, depth = 0): ApiRef | undefined {
    const inner = strip(typescript, node);
    const binding = typescript.isIdentifier(inner) ? bindings.of(inner) : undefined;
    if (binding?.kind !== 'class' || binding.writes > 0 || depth > DEPTH || !typescript.isClassLike(binding.declaration)) return undefined;
    const heritage = binding.declaration.heritageClauses?.find(({ token }) => token === typescript.SyntaxKind.ExtendsKeyword);
    const base = heritage?.types[0]?.expression;
    if (!base) return undefined;
    const origin = originOf(base);
    return origin && origin.module !== GLOBAL ? apiOfOrigin(origin) : baseOf(base, depth + 1);
  }

  return {
    originOf: node => originOf(node),
    baseOf: node => baseOf(node),
    apiOf(node) {
      if (!startsFromModule(node)) return undefined;
      const origin = originOf(node);
      return origin && apiOfOrigin(origin);
    },
  };
}

/** A module called as a function (`assert(x)`) is its default export. */
function apiOfOrigin({ module, path }: Origin): ApiRef {
  return { module, member: path.join('.') || 'default' };
}

/** The same member of several modules: the first speaks for all. */
function spokenFor(origins: readonly (Origin | undefined)[]): Origin | undefined {
  const [first, ...others] = origins;
  return first && others.every(other => other?.path.join('.') === first.path.join('.')) ? first : undefined;
}

/** Node's builtins are one module with and without `node:`. */
export function moduleOrigin(specifier: string): Origin {
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

/** What has no meaning at run time and may stand around any expression. */
export type Wrapper = ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression | ts.TypeAssertion;

/** The expression without what has no meaning at run time: parentheses, casts, `!`, and the `(0, f)` of compiled code. */
export function strip(typescript: Syntax, node: ts.Expression): ts.Expression {
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
