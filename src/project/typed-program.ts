/**
 * One TypeScript program for the candidates of one tsconfig. Invariant: it is asked for types and never for diagnostics, and its roots
 * are the candidates alone, so that what no candidate reaches is never parsed.
 */
import type ts from 'typescript';
import type { Host } from '../host/host.ts';
import type { TsModule } from '../lower/ts-port.ts';
import { parentOf } from './posix-path.ts';
import { LIBRARY_FOLDER } from './source-cache.ts';
import type { SourceCache } from './source-cache.ts';
import type { Tsconfig } from './tsconfig.ts';

export type TypedProgram = {
  readonly program: ts.Program;
  /** Whether the types of Node.js were found; without them `node:net` means nothing to the checker. */
  readonly knowsNode: boolean;
};

/** A program over `roots` (absolute paths) with the options of `tsconfig`. */
export function typedProgram(
  typescript: TsModule,
  host: Host,
  cache: SourceCache,
  tsconfig: Tsconfig,
  roots: readonly string[],
): TypedProgram {
  const base: ts.CompilerOptions = { ...tsconfig.options, noEmit: true, skipLibCheck: true };
  const compilerHost = compilerHostOver(typescript, host, cache, tsconfig);

  // Before TypeScript 6 a tsconfig without `types` meant every @types package; ours is 6, where it means none. Of these only Node's
  // say what a socket is.
  const asked = (base.types ?? []).filter(name => name !== '*');
  const node = typescript.resolveTypeReferenceDirective('node', tsconfig.path, base, compilerHost);
  const knowsNode = node.resolvedTypeReferenceDirective !== undefined;
  const options = { ...base, types: knowsNode && !asked.includes('node') ? [...asked, 'node'] : asked };
  return { program: typescript.createProgram({ rootNames: roots, options, host: compilerHost }), knowsNode };
}

function compilerHostOver(typescript: TsModule, host: Host, cache: SourceCache, tsconfig: Tsconfig): ts.CompilerHost {
  const useCase = typescript.sys.useCaseSensitiveFileNames;
  const isLibrary = (path: string): boolean => path.startsWith(`${LIBRARY_FOLDER}/`);
  return {
    fileExists: path => (isLibrary(path) ? cache.readText(path) !== undefined : host.kindOf(path) === 'file'),
    readFile: path => cache.readText(path),
    directoryExists: path => path === LIBRARY_FOLDER || host.kindOf(path) === 'directory',
    realpath: path => host.realPath(path),
    getDirectories: () => [],
    getCurrentDirectory: () => parentOf(tsconfig.path),
    getCanonicalFileName: path => (useCase ? path : path.toLowerCase()),
    useCaseSensitiveFileNames: () => useCase,
    getNewLine: () => '\n',
    getDefaultLibLocation: () => LIBRARY_FOLDER,
    getDefaultLibFileName: options => `${LIBRARY_FOLDER}/${typescript.getDefaultLibFileName(options)}`,
    getSourceFile: (path, settings) => cache.sourceFile(path, settings, tsconfig.options),
    writeFile: () => undefined,
    jsDocParsingMode: typescript.JSDocParsingMode.ParseForTypeInfo,
  };
}
