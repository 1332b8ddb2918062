/** The root: the folder to which every path of every output and fingerprint is relative. */
import native from 'node:path';
import type { PlatformPath } from 'node:path';
import type { Host } from '../host/host.ts';
import { childOf, isWithin, parentOf } from './posix-path.ts';

/**
 * The root of a run from `cwd` over the named paths (all absolute): the git top level around `cwd`, else `cwd` itself. Where no named
 * path lies in it, the same is asked of the first of them: another project has its own root.
 */
export function findRoot(host: Host, cwd: string, paths: readonly string[]): string {
  const root = gitTopLevel(host, cwd) ?? cwd;
  const [first] = paths;
  if (first === undefined || paths.some(path => isWithin(root, path))) return root;
  const folder = host.kindOf(first) === 'directory' ? first : parentOf(first);
  return gitTopLevel(host, folder) ?? folder;
}

/** The nearest folder at or above `folder` with a `.git` entry (a file in worktrees and submodules), or undefined. */
export function gitTopLevel(host: Host, folder: string, system: PlatformPath = native): string | undefined {
  for (let at = folder; ; at = parentOf(at, system)) {
    if (host.kindOf(childOf(at, '.git')) !== undefined) return at;
    if (parentOf(at, system) === at) return undefined;
  }
}
