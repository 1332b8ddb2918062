/** Looks names up in a library's declarations: an export, a path from it, a class's instances and their members. */
import ts from 'typescript';
import type { Scope } from './declarations.ts';

/** The type of an export, or of what a dotted path from it leads to (statics, namespaces, properties of objects). */
export function typeOfPath(path: string, { checker, exports }: Scope): ts.Type | string {
  const [first = '', ...rest] = path.split('.');
  const symbol = exports.get(first);
  if (!symbol) return `there is no export ${first}`;
  return rest.reduce<ts.Type | string>((type, name) => {
    if (typeof type === 'string') return type;
    const property = checker.getPropertyOfType(type, name);
    return property ? checker.getTypeOfSymbol(property) : `${first} has no property ${name}`;
  }, checker.getTypeOfSymbol(symbol));
}

/** The member as the class declares it and as its bases do: an overriding `on` hides the events of the base, which still fires them. */
export function typesOfMember(owner: string, name: string, scope: Scope): readonly ts.Type[] | string {
  const instance = instanceOf(owner, scope);
  if (typeof instance === 'string') return instance;
  const types = withBases(instance, scope).flatMap(type => {
    const member = type.getProperties().find(({ escapedName }) => nameOf(String(escapedName)) === name);
    return member ? [scope.checker.getNonNullableType(scope.checker.getTypeOfSymbol(member))] : [];
  });
  return types.length > 0 ? types : `${owner} has no member ${name}`;
}

function withBases(type: ts.Type, scope: Scope): readonly ts.Type[] {
  return [type, ...(type.getBaseTypes() ?? []).flatMap(base => withBases(base, scope))];
}

/** The instances of a class, or what an interface or alias describes. */
export function instanceOf(owner: string, scope: Scope): ts.Type | string {
  const target = targetOf(scope.exports.get(owner), scope) ?? ownNameOf(owner, scope);
  if (target && target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) {
    return scope.checker.getDeclaredTypeOfSymbol(target);
  }
  const type = typeOfPath(owner, scope);
  return typeof type === 'string' ? type : (type.getConstructSignatures()[0]?.getReturnType() ?? `${owner} is no class`);
}

function targetOf(symbol: ts.Symbol | undefined, { checker }: Scope): ts.Symbol | undefined {
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The default export, where that is the name it has in its own file: types say `WebSocket` of a class that can only be imported whole. */
function ownNameOf(owner: string, scope: Scope): ts.Symbol | undefined {
  const whole = targetOf(scope.exports.get('default'), scope);
  return whole?.name === owner ? whole : undefined;
}

/** What a value of the type can be: the members of a union, or of what a type parameter is constrained to. */
export function optionsOf(declared: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const type = declared.isTypeParameter() ? (checker.getBaseConstraintOfType(declared) ?? declared) : declared;
  return type.isUnion() ? type.types : [type];
}

/** TypeScript spells `[Symbol.asyncDispose]` as `__@asyncDispose@12`. */
function nameOf(escapedName: string): string {
  const wellKnown = /^__@(\w+?)(?:@\d+)?$/.exec(escapedName)?.[1];
  return wellKnown === undefined ? escapedName : `[Symbol.${wellKnown}]`;
}
