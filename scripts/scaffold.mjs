/** What `new:rule` and `new:model` share: names are validated first, nothing is overwritten, the registries follow. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, writeInRoot, writeOrCheck } from './generated-file.mjs';
import { registries } from './registries.mjs';

/**
 * The name given on the command line, or the end of the process with what a name looks like.
 * @param {RegExp} pattern
 * @param {string} usage
 */
export function nameFromArguments(pattern, usage) {
  const [name, ...rest] = process.argv.slice(2);
  if (name !== undefined && rest.length === 0 && pattern.test(name)) return name;
  fail(usage);
}

/**
 * Writes new files and brings the registries up to date.
 * @param {Readonly<Record<string, string>>} files text by path in the project
 */
export async function scaffold(files) {
  const there = Object.keys(files).find(path => existsSync(join(ROOT, path)));
  if (there !== undefined) fail(`${there} exists already`);
  for (const [path, text] of Object.entries(files)) {
    writeInRoot(path, text);
    console.log(`wrote ${path}`);
  }
  writeOrCheck(await registries(), { check: false, command: 'npm run generate' });
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(2);
}
