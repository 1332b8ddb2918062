/**
 * Paths as every output shows them: POSIX separators. Invariant: everything here takes and gives absolute POSIX paths unless said; those of
 * Windows begin with a drive (`C:/a`) or a share (`//server/share/a`). `system` is the one we run on; tests name another.
 */
import native from 'node:path';
import type { PlatformPath } from 'node:path';
import { fromNative } from '../base/native-path.ts';

/** The absolute POSIX path of `path` as seen from `cwd`. */
export function absolutePath(cwd: string, path: string, system: PlatformPath = native): string {
  return fromNative(system.resolve(cwd, path), system);
}

/** `path` relative to `folder`, `.` for the folder itself; a path outside starts with `..`, one on another drive stays absolute. */
export function relativePath(folder: string, path: string, system: PlatformPath = native): string {
  return fromNative(system.relative(folder, path), system) || '.';
}

/** Whether `path` is `folder` or lies below it. Spelling counts: `asSpelt` gives both that of the disk. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(childOf(folder, ''));
}

/** The folder that holds `path`; the root of a file system, a drive or a share holds itself. */
export function parentOf(path: string, system: PlatformPath = native): string {
  return system.dirname(path);
}

/** The path of `name` in `folder`, which may be a root. */
export function childOf(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/**
 * `path` in the letters of `real`, the same path with links resolved: where the disk takes `SRC` for `src`, both are one file with one
 * fingerprint. Segments that a link stands for keep the user's words.
 */
export function asSpelt(path: string, real: string): string {
  const segments = path.split('/');
  const spelt = real.split('/');
  for (let back = 1; back <= Math.min(segments.length, spelt.length); back++) {
    const name = spelt.at(-back) ?? '';
    if (name.toLowerCase() !== segments.at(-back)?.toLowerCase()) break;
    segments[segments.length - back] = name;
  }
  return segments.join('/');
}
