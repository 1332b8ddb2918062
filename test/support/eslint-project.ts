/**
 * A throwaway project as a user has it: our package in its node_modules by a link, ESLint and parsers from test/matrix, ESLint run as a
 * process of its own. Invariant: nothing resolves from this repository's own node_modules but what the link brings.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const MATRIX = join(ROOT, 'test/matrix/node_modules');

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
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  link(ROOT, join(folder, 'node_modules/eslint-plugin-closewait'));
  for (const name of packages) link(join(MATRIX, name), join(folder, 'node_modules', name));
  return folder;
}

export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** `eslint . --format json` in the project. */
export function runEslint(folder: string): Promise<EslintRun> {
  const args = [join(MATRIX, 'eslint/bin/eslint.js'), '.', '--format', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) => {
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
