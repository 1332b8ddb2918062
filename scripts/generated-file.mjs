/**
 * Files that scripts write: written, or with `--check` only compared. Invariant: what is written is formatted as `npm run format` would.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';

/** The project's folder. Scripts work on the project they are part of, wherever they are called from. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * A text, formatted as `npm run format` would.
 * @param {string} text
 * @param {'typescript' | 'markdown'} parser
 */
export async function formatted(text, parser) {
  return prettier.format(text, { ...(await prettier.resolveConfig(join(ROOT, '.prettierrc.json'))), parser });
}

/**
 * The text of a file of the project, or undefined.
 * @param {string} path
 */
export function readIfThere(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Writes a file of the project, with the folders it needs.
 * @param {string} path
 * @param {string} text
 */
export function writeInRoot(path, text) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}

/**
 * Brings files up to date. With `check` nothing is written, and what is stale is named and makes the process fail.
 * @param {ReadonlyMap<string, string>} files text by path in the project
 * @param {{ check: boolean, command: string }} options `command` is what the reader has to run
 */
export function writeOrCheck(files, { check, command }) {
  const stale = [...files].filter(([path, text]) => readIfThere(path) !== text);
  for (const [path, text] of stale) {
    if (check) console.error(`${path} is out of date: run \`${command}\``);
    else {
      writeInRoot(path, text);
      console.log(`wrote ${relative(ROOT, join(ROOT, path))}`);
    }
  }
  if (check && stale.length > 0) process.exitCode = 1;
}
