/** Runs the built command line in a process of its own. `npm test` builds before it tests, so what lies in dist is what is tested. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly cwd: string;
  /** Run as this user (only root may ask for it). */
  readonly uid?: number;
  readonly env?: NodeJS.ProcessEnv;
};

/** Runs `closewait` with the arguments, without colour whatever the terminal. */
export function closewait(args: readonly string[], { cwd, uid, env }: RunOptions): Run {
  const environment = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...env };
  const options = { cwd, encoding: 'utf8', env: environment, ...(uid !== undefined && { uid, gid: uid }) } as const;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], options);
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** A folder with the given files (text by relative path), gone when the test ends. Its path holds no link. */
export function folderOf(files: { readonly [path: string]: string }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'closewait-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
