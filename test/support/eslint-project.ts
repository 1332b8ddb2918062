/**
 * A throwaway project as a user has it: our package in its node_modules by a link, ESLint and parsers from test/matrix, ESLint run as a
 * process of its own. Invariant: nothing resolves from this repository's own node_modules but what the link brings.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const MATRIX = join(ROOT, 'test/matrix/node_modules');

/** Which of the packages of test/matrix stand for `eslint` and `typescript`, by the names they have there. */
export type Setup = { readonly eslint: string; readonly typescript: string };

/** What an installation has in different versions. Everything else is the same in all. */
const CHOSEN = /^(?:eslint|typescript)(?:-\d|$)/;

export type Message = {
  readonly file: string;
  readonly rule: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number | undefined;
  readonly endColumn: number | undefined;
  readonly message: string;
};

type EslintResult = {
  readonly filePath: string;
  readonly messages: readonly (Omit<Message, 'file' | 'rule'> & { readonly ruleId: string | null })[];
};

export type EslintRun = { readonly exitCode: number; readonly messages: readonly Message[]; readonly stderr: string };

/** Makes a project of these files; `packages` are linked from test/matrix. */
export function makeProject(files: Readonly<Record<string, string>>, packages: readonly string[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'closewait-eslint-')));
  writeFiles(folder, { 'package.json': '{ "private": true, "type": "module" }', ...files });
  link(ROOT, join(folder, 'node_modules/eslint-plugin-closewait'));
  linkPackages(folder, Object.fromEntries(packages.map(name => [name, name])));
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Lays out `folder/node_modules` as npm does for these versions. What has ESLint or TypeScript for a peer is copied, because Node resolves
 * from where a package really is, and there it must meet the chosen versions and no others; the rest is linked.
 */
export function install(folder: string, setup: Setup): void {
  const target = join(folder, 'node_modules');
  for (const name of packagesOf(MATRIX)) {
    if (CHOSEN.test(name)) continue;
    const [from, to] = [join(MATRIX, name), join(target, name)];
    if (hasChosenPeer(from)) cpSync(from, to, { recursive: true });
    else link(from, to);
  }
  linkPackages(folder, setup);
}

/** Links packages of test/matrix into a folder: by the name they get, the name they have. */
export function linkPackages(folder: string, packages: Readonly<Record<string, string>>): void {
  for (const [name, ofMatrix] of Object.entries(packages)) link(join(MATRIX, ofMatrix), join(folder, 'node_modules', name));
}

function packagesOf(modules: string): readonly string[] {
  const names = readdirSync(modules).filter(name => !name.startsWith('.'));
  return names.flatMap(name => (name.startsWith('@') ? readdirSync(join(modules, name)).map(scoped => `${name}/${scoped}`) : [name]));
}

function hasChosenPeer(folder: string): boolean {
  return Object.keys(manifestOf(folder).peerDependencies ?? {}).some(peer => CHOSEN.test(peer));
}

/** What is read of a package.json. */
type Manifest = { readonly version: string; readonly peerDependencies?: Readonly<Record<string, string>> };

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** `eslint . --format json` in the project, by the ESLint that is installed there. */
export function runEslint(folder: string): Promise<EslintRun> {
  const eslint = dirname(createRequire(join(folder, 'noop.js')).resolve('eslint/package.json'));
  const args = [join(eslint, 'bin/eslint.js'), '.', '--format', 'json'];
  // ESLint 8 takes flat configurations when it is told to; the later ones need no telling.
  const env = { ...process.env, ESLINT_USE_FLAT_CONFIG: 'true' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      if (!stdout.startsWith('[')) {
        reject(new Error(`eslint gave no report:\n${stderr}${stdout}`));
        return;
      }
      const results = JSON.parse(stdout) as EslintResult[];
      resolve({ exitCode, stderr, messages: results.flatMap(messagesOf(folder)) });
    });
  });
}

function messagesOf(folder: string): (result: EslintResult) => readonly Message[] {
  return ({ filePath, messages }) =>
    messages.map(({ ruleId, line, column, endLine, endColumn, message }) => ({
      file: filePath.slice(folder.length + 1),
      rule: ruleId,
      line,
      column,
      endLine,
      endColumn,
      message,
    }));
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}
