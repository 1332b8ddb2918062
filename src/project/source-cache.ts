/**
 * Parsed files shared by the programs of a run. Invariant: a SourceFile is shared only between programs whose options parse and bind
 * it alike, which is what TypeScript's own key for shared documents says.
 */
import type ts from 'typescript';
import { bundledLibraries } from '../host/bundled-typescript.ts';
import type { Host } from '../host/host.ts';
import type { TsModule } from '../lower/ts-port.ts';

/** Where programs find the library declarations that ship with us: no such folder is on any disk. */
export const LIBRARY_FOLDER = '/.closewait/typescript/lib';

export type SourceCache = {
  /** The parsed file, or undefined where there is none. Parent pointers are set. */
  sourceFile(path: string, settings: ts.ScriptTarget | ts.CreateSourceFileOptions, options: ts.CompilerOptions): ts.SourceFile | undefined;
  /** The text of a file of the disk or of the library folder. */
  readText(path: string): string | undefined;
};

export function sourceCache(typescript: TsModule, host: Host): SourceCache {
  const registry = typescript.createDocumentRegistry();
  const files = new Map<string, ts.SourceFile>();
  const libraryText = bundledLibraries();

  function readText(path: string): string | undefined {
    return path.startsWith(`${LIBRARY_FOLDER}/`) ? libraryText(path.slice(LIBRARY_FOLDER.length + 1)) : host.readText(path);
  }

  return {
    readText,
    sourceFile(path, settings, options) {
      const format = typeof settings === 'object' ? settings.impliedNodeFormat : undefined;
      const key = `${path}\n${format ?? ''}\n${registry.getKeyForCompilationSettings(options)}`;
      const shared = files.get(key);
      if (shared !== undefined) return shared;
      const text = readText(path);
      if (text === undefined) return undefined;
      const parsed = typescript.createSourceFile(path, text, settings, true);
      files.set(key, parsed);
      return parsed;
    },
  };
}
