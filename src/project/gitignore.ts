/**
 * Which files git ignores below a folder. Invariant: as in git, the deepest `.gitignore` that says anything of an entry wins, and
 * nothing below an ignored folder comes back. A folder named by the user is never ignored itself, even when git ignores it.
 */
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import type { Host } from '../host/host.ts';
import { childOf, isWithin, parentOf, relativePath } from './posix-path.ts';

/** Whether git ignores a file (absolute path) below the named folder. */
export type IgnoreTest = (file: string) => boolean;

/** Reads `.gitignore` files from `top` (which holds `named`, or is it) down to each file asked for. */
export function ignoreTestBelow(host: Host, named: string, top: string): IgnoreTest {
  const rules = new Map<string, Ignore | null>();
  const folders = new Map<string, boolean>();

  function rulesIn(folder: string): Ignore | null {
    const known = rules.get(folder);
    if (known !== undefined) return known;
    const text = host.readText(childOf(folder, '.gitignore'));
    const read = text === undefined ? null : ignore().add(text);
    rules.set(folder, read);
    return read;
  }

  function isIgnored(entry: string, highest: string, suffix: '' | '/'): boolean {
    for (let folder = parentOf(entry); isWithin(highest, folder); folder = parentOf(folder)) {
      const verdict = rulesIn(folder)?.test(relativePath(folder, entry) + suffix);
      if (verdict?.ignored) return true;
      if (verdict?.unignored || parentOf(folder) === folder) return false;
    }
    return false;
  }

  // Where git ignores the named folder, the rules above it would swallow all of it: they are left out.
  let highest = top;
  for (let folder = named; folder !== top; folder = parentOf(folder)) {
    if (isIgnored(folder, top, '/')) highest = named;
  }

  function isFolderIgnored(folder: string): boolean {
    if (folder === named) return false;
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const ignored = isFolderIgnored(parentOf(folder)) || isIgnored(folder, highest, '/');
    folders.set(folder, ignored);
    return ignored;
  }

  return file => isFolderIgnored(parentOf(file)) || isIgnored(file, highest, '');
}
