/** Paths as users name them, in the letters of the disk. */
import type { Host } from '../host/host.ts';
import { absolutePath, asSpelt } from './posix-path.ts';

/** The absolute path of what the user named, spelt as the disk spells it, so that it equals what is found by walking. */
export function pathOnDisk(host: Host, cwd: string, spelt: string): string {
  const path = absolutePath(cwd, spelt);
  return asSpelt(path, host.realPath(path));
}
