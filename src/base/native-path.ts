/**
 * Between the paths of the system and those of every output. Invariant: only what the system calls a separator becomes one; a backslash is
 * a letter of a name everywhere but on Windows.
 */
import native from 'node:path';
import type { PlatformPath } from 'node:path';

/** `path` as every output shows it: POSIX separators, and a drive in upper case, which Windows spells either way. */
export function fromNative(path: string, system: PlatformPath = native): string {
  if (system.sep === '/') return path;
  return path.replaceAll(system.sep, '/').replace(/^[a-z](?=:)/, drive => drive.toUpperCase());
}
