/** Paths as every output shows them: POSIX separators. Invariant: everything here takes and gives absolute POSIX paths unless said. */
import { relative, resolve } from 'node:path';
import { posix } from 'node:path';

/** The absolute POSIX path of `path` as seen from `cwd`. */
export function absolutePath(cwd: string, path: string): string {
  return resolve(cwd, path).replaceAll('\\', '/');
}

/** `path` relative to `folder`, `.` for the folder itself; a path outside starts with `..`. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/') || '.';
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The folder that holds `path`; the root of the file system holds itself. */
export const parentOf = (path: string): string => posix.dirname(path);
