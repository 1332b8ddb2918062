/**
 * Checks a model's keys against the library's real declarations: what a key names must exist, and be callable in the way the key says.
 *
 * Invariant: nothing is looked up by text. Names are resolved by TypeScript's checker, through re-exports, `export =` and inheritance.
 */
import { join } from 'node:path';
import ts from 'typescript';
import type { LibraryModel } from '../../src/protocol/model.ts';

/** `new Socket()`, `Socket#on('data')`, `promises.connect()`, `default()`, `*Sync()`, `console.*()`. */
const KEY = /^(?<construct>new )?(?:(?<owner>[\w$.]+)#)?(?<name>[\w$.*]+|\[Symbol\.\w+\])\((?:'(?<event>[^']+)')?\)$/;

/** Declarations are the same for every model: each is parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

type Scope = { readonly checker: ts.TypeChecker; readonly exports: ReadonlyMap<string, ts.Symbol> };

/** What is wrong with the model, one sentence each; none where every key resolves from every specifier. */
export function faultsOf(model: LibraryModel, libraries: string): readonly string[] {
  return model.modules.flatMap(specifier => {
    const scope = scopeOf(specifier, libraries);
    if (!scope) return [`${specifier}: there is no such module`];
    return Object.keys(model.api).flatMap(key => {
      const fault = faultOf(key, scope);
      return fault === undefined ? [] : [`${specifier}: ${key}: ${fault}`];
    });
  });
}

/** The exports of a module, or of the global scope, as a program in `libraries` sees them. */
function scopeOf(specifier: string, libraries: string): Scope | undefined {
  const probe = join(libraries, 'probe.mts');
  const text = specifier === 'global' ? 'export {};' : `import library from '${specifier}';\nexport { library };`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    skipLibCheck: true,
    strict: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => libraries;
  host.getSourceFile = (path, languageVersion) => {
    if (path === probe) return ts.createSourceFile(path, text, languageVersion);
    if (!parsed.has(path)) parsed.set(path, read(path, languageVersion));
    return parsed.get(path);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = path => path === probe || fileExists(path);

  const program = ts.createProgram([probe], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(probe);
  if (!source) return undefined;
  if (specifier === 'global') return { checker, exports: byName(checker.getSymbolsInScope(source, ts.SymbolFlags.Value)) };

  const [statement] = source.statements;
  const module = statement && ts.isImportDeclaration(statement) && checker.getSymbolAtLocation(statement.moduleSpecifier);
  return module ? { checker, exports: exportsOf(module, statement, checker) } : undefined;
}

/** What can be imported by name, and as `default` what a default import gives: the export of that name, or all of an `export =`. */
function exportsOf(module: ts.Symbol, statement: ts.ImportDeclaration, checker: ts.TypeChecker): ReadonlyMap<string, ts.Symbol> {
  const exports = byName(checker.getExportsOfModule(module));
  const name = statement.importClause?.name;
  const whole = name && checker.getSymbolAtLocation(name);
  if (!name || !whole || !module.exports?.has(ts.InternalSymbolName.ExportEquals)) return exports;
  // Where `export =` gives a value (`assert/strict`), named imports are its properties.
  return new Map([...byName(checker.getPropertiesOfType(checker.getTypeAtLocation(name))), ...exports, ['default', whole]]);
}

function faultOf(key: string, scope: Scope): string | undefined {
  const { construct, owner, name, event } = KEY.exec(key)?.groups ?? {};
  if (name === undefined) return 'is not of the form of a key';
  if (name.includes('*')) return wildcardFault(name, scope);

  const types = owner === undefined ? typeOfPath(name, scope) : typesOfMember(owner, name, scope);
  if (typeof types === 'string') return types;
  const signatures = [types].flat().flatMap(type => (construct === undefined ? type.getCallSignatures() : type.getConstructSignatures()));
  if (signatures.length === 0) return construct === undefined ? 'cannot be called' : 'cannot be constructed';
  if (event !== undefined && !signatures.some(signature => admits(signature, event, owner === undefined, scope)))
    return `no overload names '${event}'`;
  return undefined;
}

/** A `*` in the last part of the name stands for any letters; something callable must be meant. */
function wildcardFault(pattern: string, scope: Scope): string | undefined {
  const dot = pattern.lastIndexOf('.');
  const owner = dot < 0 ? undefined : typeOfPath(pattern.slice(0, dot), scope);
  if (typeof owner === 'string') return owner;
  const names = new RegExp(`^${pattern.slice(dot + 1).replace('*', '\\w*')}$`);
  const symbols = owner ? owner.getProperties() : [...scope.exports.values()];
  const callable = symbols.some(symbol => names.test(symbol.name) && scope.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0);
  return callable ? undefined : `nothing callable is called ${pattern}`;
}

/** The type of an export, or of what a dotted path from it leads to (statics, namespaces, properties of objects). */
function typeOfPath(path: string, { checker, exports }: Scope): ts.Type | string {
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
function typesOfMember(owner: string, name: string, scope: Scope): readonly ts.Type[] | string {
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
function instanceOf(owner: string, scope: Scope): ts.Type | string {
  const symbol = scope.exports.get(owner);
  const target = symbol && (symbol.flags & ts.SymbolFlags.Alias ? scope.checker.getAliasedSymbol(symbol) : symbol);
  if (target && target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) {
    return scope.checker.getDeclaredTypeOfSymbol(target);
  }
  const type = typeOfPath(owner, scope);
  return typeof type === 'string' ? type : (type.getConstructSignatures()[0]?.getReturnType() ?? `${owner} is no class`);
}

/**
 * Whether a call of a method with this literal as its first argument chooses the signature for that literal, not for any string. A
 * function (`events.once(emitter, 'close')`) serves the events of every emitter: there any string will do, in any place.
 */
function admits(signature: ts.Signature, event: string, isFunction: boolean, { checker }: Scope): boolean {
  const optionsOf = (parameter: ts.Symbol): readonly ts.Type[] => {
    const declared = checker.getTypeOfSymbol(parameter);
    const type = declared.isTypeParameter() ? (checker.getBaseConstraintOfType(declared) ?? declared) : declared;
    return type.isUnion() ? type.types : [type];
  };
  const parameters = signature.getParameters();
  if (isFunction) return parameters.some(parameter => optionsOf(parameter).some(option => (option.flags & ts.TypeFlags.String) !== 0));
  return parameters.slice(0, 1).some(parameter => optionsOf(parameter).some(option => option.isStringLiteral() && option.value === event));
}

/** TypeScript spells `[Symbol.asyncDispose]` as `__@asyncDispose@12`. */
function nameOf(escapedName: string): string {
  const wellKnown = /^__@(\w+?)(?:@\d+)?$/.exec(escapedName)?.[1];
  return wellKnown === undefined ? escapedName : `[Symbol.${wellKnown}]`;
}

function byName(symbols: readonly ts.Symbol[]): ReadonlyMap<string, ts.Symbol> {
  return new Map(symbols.map(symbol => [symbol.name, symbol]));
}
