/**
 * The host over the file system. Invariant: it never throws; what cannot be read is undefined. Stats are cached for the life of
 * the host, so that module resolution asks the disk once; texts are not, they are read once anyway.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { fromNative } from '../base/native-path.ts';
import { loadBundledTypeScript } from './bundled-typescript.ts';
import type { EntryKind, Host } from './host.ts';

type Entry = { readonly kind: EntryKind; readonly size: number };

const BYTE_ORDER_MARK = 0xfeff;

/** A host that reads the disk as it is when first asked. */
export function diskHost(): Host {
  const entries = new Map<string, Entry | undefined>();
  const realPaths = new Map<string, string>();

  function entryOf(path: string): Entry | undefined {
    if (!entries.has(path)) entries.set(path, statEntry(path));
    return entries.get(path);
  }

  return {
    readText,
    kindOf: path => entryOf(path)?.kind,
    sizeOf(path) {
      const entry = entryOf(path);
      return entry?.kind === 'file' ? entry.size : undefined;
    },
    realPath(path) {
      const known = realPaths.get(path);
      if (known !== undefined) return known;
      const real = resolveLinks(path);
      realPaths.set(path, real);
      return real;
    },
    loadTypeScript: loadBundledTypeScript,
  };
}

function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

function statEntry(path: string): Entry | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return { kind: 'file', size: stats.size };
    return stats?.isDirectory() ? { kind: 'directory', size: 0 } : undefined;
  } catch {
    return undefined;
  }
}

function resolveLinks(path: string): string {
  try {
    return fromNative(realpathSync.native(path));
  } catch {
    return path;
  }
}
