/**
 * The TypeScript that ships with us, inside ts-morph, with its library declarations. Invariant: nothing is loaded before the first
 * call, because loading costs more than scanning a thousand files and most runs over clean folders never need it.
 */
import { createRequire } from 'node:module';
import type * as tsMorph from 'ts-morph';
import { invariant } from '../base/invariant.ts';

const require = createRequire(import.meta.url);

/** ts-morph keeps `lib.*.d.ts` as strings and offers them in this folder of its in-memory file system. */
const LIBRARY_FOLDER = '/node_modules/typescript/lib';

/** The `typescript` module inside ts-morph. Unknown on purpose: only `lower/ts-port.ts` may say what it is. */
export function loadBundledTypeScript(): unknown {
  return loadBundle().ts;
}

/** Reads library declarations by bare file name (`lib.es2023.d.ts`); undefined where there is no such library. */
export function bundledLibraries(): (name: string) => string | undefined {
  const { Project } = loadBundle();
  const files = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  const textOf = (name: string): string | undefined => {
    const path = `${LIBRARY_FOLDER}/${name}`;
    return files.fileExists(path) ? files.readFile(path) : undefined;
  };
  invariant(textOf('lib.es5.d.ts') !== undefined, 'ts-morph offers its library declarations');
  return textOf;
}

function loadBundle(): typeof tsMorph {
  return require('ts-morph') as typeof tsMorph;
}
