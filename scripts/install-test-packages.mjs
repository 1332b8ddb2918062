/**
 * Installs what tests run against and users never get: the libraries behind the models (test/libraries), the ESLint setups
 * (test/matrix), package managers, other linters and TypeScript 7 (test/hosts). Nothing is done where the installed packages are those of the lock file, so this costs no network the second time.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './generated-file.mjs';

const FOLDERS = ['test/libraries', 'test/matrix', 'test/hosts'];

/** What was installed last, kept beside the packages, so that it goes when they go. */
const STAMP = 'node_modules/.closewait-lock.json';

const missing = FOLDERS.filter(folder => textOf(join(folder, STAMP)) !== textOf(join(folder, 'package-lock.json')));
for (const folder of missing) {
  console.log(`installing the packages of ${folder} (once per lock file) …`);
  // Not `npm ci`: it fails where the registry lacks the builds of an optional package for other platforms (oxlint's). Versions are exact.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, {
    cwd: join(ROOT, folder),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      `\nThe packages of ${folder} could not be installed. Tests need them, and npm needs the network for them once.\n` +
        'Connect, then run `npm test` again.',
    );
    process.exit(1);
  }
  writeFileSync(join(ROOT, folder, STAMP), textOf(join(folder, 'package-lock.json')) ?? '');
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}
