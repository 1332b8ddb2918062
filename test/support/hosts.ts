/**
 * What users bring: package managers, linters and copies of TypeScript from test/hosts, and our package as it would be published.
 * Invariant: what is installed here comes from the packed file, never from this repository's sources.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Packages of test/hosts. */
export const HOSTS = join(ROOT, 'test/hosts/node_modules');

/** Kept beside the packages, so that a second run needs no network, and nothing is left in the caches of whoever runs this. */
const CACHES = join(HOSTS, '.cache');

export type Files = { readonly [path: string]: string };

/** A folder of its own with these files. */
export function makeFolder(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'closewait-hosts-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Packs our package, as built, into `folder`, and says where the file is. */
export function packInto(folder: string): string {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const stdout = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
  const packed: unknown = JSON.parse(stdout);
  // npm 12 and newer answer by package name, older ones in a list.
  const [entry] = Object.values(packed as { readonly [key: string]: { readonly filename: string } });
  if (!entry) throw new Error(`npm packed nothing: ${stdout}`);
  return join(folder, entry.filename);
}

export type Ran = { readonly code: number; readonly output: string };

/** Runs a program of Node in `folder`; `output` is all that it says. */
export function run(folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return start(process.execPath, [program, ...args], folder, env);
}

function start(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise(resolve => {
    execFile(command, args, { cwd, env: { ...environment(), ...env }, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

/** Ours without what `npm test` and vitest put into it: a package manager must not take it for its own configuration. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:npm_|pnpm_|yarn_|vitest|force_color$|node_env$|init_cwd$)/i.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

export type Manager = {
  readonly add: (folder: string, specs: readonly string[]) => Promise<Ran>;
  /** Runs a program that an installed package brings. */
  readonly exec: (folder: string, args: readonly string[]) => Promise<Ran>;
  /** Names of all packages installed. */
  readonly installed: (folder: string) => readonly string[];
};

const PNPM = join(HOSTS, 'pnpm/bin/pnpm.cjs');
const YARN_CLASSIC = join(HOSTS, 'yarn/bin/yarn.js');
const YARN_BERRY = join(HOSTS, '@yarnpkg/cli-dist/bin/yarn.js');

const BERRY = {
  YARN_ENABLE_TELEMETRY: '0',
  YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
  YARN_ENABLE_HARDENED_MODE: '0',
  YARN_GLOBAL_FOLDER: join(CACHES, 'yarn-berry'),
};

export const npm: Manager = {
  add: (folder, specs) =>
    start('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '-D', ...specs], folder, {}),
  exec: (folder, args) => start('npx', ['--no-install', ...args], folder, {}),
  installed: folder => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { readonly packages: object };
    // The lock lists what other systems would install, too.
    const here = Object.keys(lock.packages).filter(path => existsSync(join(folder, path)));
    return here.flatMap(path => path.split('node_modules/').slice(1).slice(-1));
  },
};

export const pnpm: Manager = {
  add: (folder, specs) =>
    run(folder, PNPM, [
      'add',
      '--prefer-offline',
      '--ignore-scripts',
      '--config.strict-peer-dependencies=true',
      `--store-dir=${join(CACHES, 'pnpm')}`,
      '-D',
      ...specs,
    ]),
  exec: (folder, args) => run(folder, PNPM, ['exec', ...args]),
  installed: folder =>
    readdirSync(join(folder, 'node_modules/.pnpm')).flatMap(entry => /^@?[^@]+(?=@)/.exec(entry)?.[0].replace('+', '/') ?? []),
};

export const yarnClassic: Manager = {
  add: (folder, specs) =>
    run(folder, YARN_CLASSIC, [
      'add',
      '--non-interactive',
      '--no-progress',
      '--prefer-offline',
      '--ignore-scripts',
      `--cache-folder=${join(CACHES, 'yarn')}`,
      '-D',
      ...specs,
    ]),
  exec: (folder, args) => run(folder, YARN_CLASSIC, ['--silent', 'run', ...args]),
  installed: lockedByYarn,
};

/** With Plug'n'Play, its default: what a package does not declare cannot be found. */
export const yarnBerry: Manager = {
  add: (folder, specs) => {
    writeFileSync(join(folder, 'yarn.lock'), '');
    // It takes a file only by name.
    const named = specs.map(spec => (spec.endsWith('.tgz') ? `eslint-plugin-closewait@file:${spec}` : spec));
    return run(folder, YARN_BERRY, ['add', '-D', ...named], BERRY);
  },
  exec: (folder, args) => run(folder, YARN_BERRY, args, BERRY),
  installed: lockedByYarn,
};

/** Keys of both formats: `"name@range", name@range:` at the start of a line. */
function lockedByYarn(folder: string): readonly string[] {
  const lock = readFileSync(join(folder, 'yarn.lock'), 'utf8');
  return [...lock.matchAll(/^"?(@?[^@\s"]+)@.*:$/gm)].flatMap(([, name]) => name ?? []);
}

/** Size of everything below a folder, in bytes; what links stand for is not counted. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Links packages of test/hosts, and this checkout as our package, into the folder's node_modules. */
export function linkHosts(folder: string, names: readonly string[]): void {
  const link = (target: string, name: string): void => {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, 'dir');
  };
  link(ROOT, 'eslint-plugin-closewait');
  for (const name of names) link(join(HOSTS, name), name);
}

type EslintMessage = { readonly ruleId: string | null; readonly line: number; readonly column: number; readonly message: string };

/** One finding of a linter, comparable between linters. */
export type Found = {
  readonly file: string;
  readonly rule: string | null;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

/** Findings of an ESLint that was run with `--format json`. */
export function foundByEslint(folder: string, { output }: Ran): readonly Found[] {
  const start = output.indexOf('[{');
  if (start < 0) throw new Error(`eslint gave no report:\n${output}`);
  const end = output.lastIndexOf(']') + 1;
  const results = JSON.parse(output.slice(start, end)) as { readonly filePath: string; readonly messages: readonly EslintMessage[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column, message }) => ({ file: filePath.slice(folder.length + 1), rule: ruleId, line, column, message })),
  );
}
