/**
 * One TypeScript program for the candidates of one tsconfig. Invariant: it is asked for types and never for diagnostics, and its roots
 * are the candidates alone, so that what no candidate reaches is never parsed.
 *
 * Through barrels nearly every file reaches nearly every other, and parsing them is most of the time of a check. So a `near` program
 * follows the imports of candidates and of packages, and no others.
 */
import type ts from 'typescript';
import type { Host } from '../host/host.ts';
import type { TsModule } from '../lower/ts-port.ts';
import { parentOf } from './posix-path.ts';
import { LIBRARY_FOLDER } from './source-cache.ts';
import type { SourceCache } from './source-cache.ts';
import type { Tsconfig } from './tsconfig.ts';

/** Which imports are followed: `near`: those of the roots and of packages; `all`: also those of the project's other files. */
export type Reach = 'near' | 'all';

export type TypedProgram = {
  readonly program: ts.Program;
  /** Whether no import was left out. */
  readonly isWhole: boolean;
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
  reach: Reach,
): TypedProgram {
  const base: ts.CompilerOptions = { ...tsconfig.options, noEmit: true, skipLibCheck: true };
  const compilerHost = compilerHostOver(typescript, host, cache, tsconfig);

  // Before TypeScript 6 a tsconfig without `types` meant every @types package; ours is 6, where it means none. Of these only Node's
  // say what a socket is.
  const asked = (base.types ?? []).filter(name => name !== '*');
  const node = typescript.resolveTypeReferenceDirective('node', tsconfig.path, base, compilerHost);
  const knowsNode = node.resolvedTypeReferenceDirective !== undefined;
  const options = { ...base, types: knowsNode && !asked.includes('node') ? [...asked, 'node'] : asked };
  const resolution = resolutionFrom(typescript, compilerHost, options, reach === 'all' ? undefined : new Set(roots));
  const program = typescript.createProgram({ rootNames: roots, options, host: { ...compilerHost, ...resolution.members } });
  return { program, isWhole: !resolution.leftOut(), knowsNode };
}

/** How modules are found. Files that are neither in `roots` nor of a package find packages alone; without `roots` everybody finds all. */
function resolutionFrom(
  typescript: TsModule,
  host: ts.CompilerHost,
  programOptions: ts.CompilerOptions,
  roots: ReadonlySet<string> | undefined,
): { readonly members: Partial<ts.CompilerHost>; readonly leftOut: () => boolean } {
  const known = typescript.createModuleResolutionCache(host.getCurrentDirectory(), host.getCanonicalFileName, programOptions);
  let leftOut = false;
  const members: Partial<ts.CompilerHost> = {
    getModuleResolutionCache: () => known,
    resolveModuleNameLiterals(literals, file, redirected, options, source) {
      const findsAll = roots === undefined || roots.has(file) || isOfPackage(file);
      return literals.map(literal => {
        const isRelative = literal.text.startsWith('.');
        if (isRelative && !findsAll) {
          leftOut = true;
          return NOWHERE;
        }
        const mode = typescript.getModeForUsageLocation(source, literal, options);
        const found = typescript.resolveModuleName(literal.text, file, options, host, known, redirected, mode);
        // A path mapping, or a package of the same workspace.
        if (findsAll || found.resolvedModule === undefined || isOfPackage(found.resolvedModule.resolvedFileName)) return found;
        leftOut = true;
        return NOWHERE;
      });
    },
  };
  return { members, leftOut: () => leftOut };
}

const NOWHERE: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };

const isOfPackage = (path: string): boolean => path.includes('/node_modules/') || isInLibrary(path);

const isInLibrary = (path: string): boolean => path.startsWith(`${LIBRARY_FOLDER}/`);

function compilerHostOver(typescript: TsModule, host: Host, cache: SourceCache, tsconfig: Tsconfig): ts.CompilerHost {
  const useCase = typescript.sys.useCaseSensitiveFileNames;
  return {
    fileExists: path => (isInLibrary(path) ? cache.readText(path) !== undefined : host.kindOf(path) === 'file'),
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
