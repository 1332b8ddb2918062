/**
 * A library's declarations as TypeScript's checker sees them, in the newest version that is installed or in an older one beside it.
 *
 * Older majors are installed under another name (`"undici-6": "npm:undici@6.29.1"`). For them the compiler is shown a folder whose
 * node_modules holds that version under the library's own name, and finds everything else one folder further up.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type Scope = { readonly checker: ts.TypeChecker; readonly exports: ReadonlyMap<string, ts.Symbol> };

/** A module's exports by its specifier; undefined for a module that is not there. */
export type Scopes = ReadonlyMap<string, Scope | undefined>;

/** The folder in node_modules that holds a version (`undici@6`); undefined where it is not installed. */
export function installed(checked: string, libraries: string): string | undefined {
  const { dependencies } = JSON.parse(readFileSync(join(libraries, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const [name, version] = nameAndVersion(checked);
  const entries = Object.entries(dependencies);
  return entries.find(([key, value]) => isOf(version, key === name ? value : afterPrefix(value, `npm:${name}@`)))?.[0];
}

/** `@types/node@20` is `['@types/node', '20']`. */
export function nameAndVersion(checked: string): readonly [name: string, version: string] {
  const at = checked.lastIndexOf('@');
  return [checked.slice(0, at), checked.slice(at + 1)];
}

/** The exports of modules, and of the global scope (`global`), as a program that uses this version sees them. */
export function scopesOf(specifiers: readonly string[], checked: string, libraries: string): Scopes {
  const folder = posix(join(libraries, 'view'));
  const probe = `${folder}/probe.mts`;
  const modules = specifiers.filter(specifier => specifier !== 'global');
  const text = [...modules.map((specifier, i) => `import library${i} from '${specifier}';`), 'export {};'].join('\n');
  const host = viewOf(folder, checked, libraries, new Map([[probe, text]]));
  const program = ts.createProgram([probe], OPTIONS, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(probe);
  if (!source) return new Map();

  const imports = source.statements.filter(ts.isImportDeclaration);
  return new Map([
    ['global', { checker, exports: byName(checker.getSymbolsInScope(source, ts.SymbolFlags.Value | ts.SymbolFlags.Interface)) }],
    ...imports.map((statement, i): readonly [string, Scope | undefined] => {
      const module = checker.getSymbolAtLocation(statement.moduleSpecifier);
      return [modules[i] ?? '', module && { checker, exports: exportsOf(module, statement, checker) }];
    }),
  ]);
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  skipLibCheck: true,
  strict: true,
  noEmit: true,
};

/** Declarations are the same for every model: each is parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function viewOf(folder: string, checked: string, libraries: string, written: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const packages = `${folder}/node_modules`;
  const seen = `${packages}/${nameAndVersion(checked)[0]}`;
  const real = posix(join(libraries, 'node_modules', installed(checked, libraries) ?? ''));
  const toReal = (path: string): string => (path === seen || path.startsWith(`${seen}/`) ? real + path.slice(seen.length) : path);
  const folders = new Set([folder, packages, `${packages}/@types`]);
  return {
    ...host,
    getCurrentDirectory: () => folder,
    directoryExists: path => folders.has(path) || ts.sys.directoryExists(toReal(path)),
    fileExists: path => written.has(path) || ts.sys.fileExists(toReal(path)),
    readFile: path => written.get(path) ?? ts.sys.readFile(toReal(path)),
    realpath: path => (written.has(path) ? path : (ts.sys.realpath?.(toReal(path)) ?? path)),
    getSourceFile(path, languageVersion) {
      const text = written.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
      if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, languageVersion));
      return parsed.get(path);
    },
  };
}

/**
 * What can be imported by name, and as `default` what a default import gives. A default export is transparent, as it is in
 * `lower/provenance.ts`: its properties count as the module's (`axios.get()`, `assert.equal()`).
 */
function exportsOf(module: ts.Symbol, statement: ts.ImportDeclaration, checker: ts.TypeChecker): ReadonlyMap<string, ts.Symbol> {
  const exports = byName(checker.getExportsOfModule(module));
  const name = statement.importClause?.name;
  const whole = name && checker.getSymbolAtLocation(name);
  if (!name || !whole || !(exports.has('default') || module.exports?.has(ts.InternalSymbolName.ExportEquals))) return exports;
  return new Map([...byName(checker.getPropertiesOfType(checker.getTypeAtLocation(name))), ...exports, ['default', whole]]);
}

function byName(symbols: readonly ts.Symbol[]): ReadonlyMap<string, ts.Symbol> {
  return new Map(symbols.map(symbol => [symbol.name, symbol]));
}

/** Whether a version is of this major, or of this minor where the model says one (`0.10`). */
function isOf(version: string, exact: string | undefined): boolean {
  return exact?.startsWith(`${version}.`) ?? false;
}

function afterPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

function posix(path: string): string {
  return path.replaceAll('\\', '/');
}
