/**
 * Installed as users install it: the packed file, into empty projects that have TypeScript 7, by every package manager. Needs the registry
 * for what the caches of test/hosts do not hold yet.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundByEslint, makeFolder, npm, packInto, pnpm, run, sizeOf, yarnBerry, yarnClassic } from './support/hosts.ts';
import type { Files, Manager } from './support/hosts.ts';
import { PLAIN_CURE, PLAIN_LEAK, TYPED_LEAK } from './support/planted.ts';

const TYPESCRIPT_7 = 'typescript@7.0.2';
const NODE_TYPES = '@types/node@20.19.43';

/** What may be installed beside TypeScript, in bytes: nearly all of it is ts-morph. */
const SIZE_LIMIT = 25_000_000;

const folders: string[] = [];
let tarball = '';

beforeAll(() => {
  tarball = packInto(project({}));
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function project(files: Files): string {
  const folder = makeFolder({ 'package.json': '{ "name": "user", "version": "1.0.0", "private": true, "type": "module" }', ...files });
  folders.push(folder);
  return folder;
}

/** Installs, and fails where the package manager says anything of peers. */
async function install(manager: Manager, folder: string, specs: readonly string[]): Promise<void> {
  const { code, output } = await manager.add(folder, specs);
  expect({ code, output }).toMatchObject({ code: 0 });
  // Yarn's codes are of missing, incompatible and (in sum) broken peers.
  expect(output).not.toMatch(/\bpeer|ERESOLVE|YN0002|YN0060|YN0086/i);
}

const MANAGERS: { readonly [name: string]: Manager } = { npm, pnpm, 'yarn classic': yarnClassic, "yarn berry, Plug'n'Play": yarnBerry };

describe.each(Object.entries(MANAGERS))('by %s', (name, manager) => {
  test('a project without a linter gets none, and its leak is found', async () => {
    const folder = project({ 'src/dial.js': PLAIN_LEAK, 'src/clean.js': PLAIN_CURE });
    await install(manager, folder, [TYPESCRIPT_7, tarball]);

    const packages = manager.installed(folder);
    expect(packages).toContain('ts-morph');
    expect(packages.filter(each => each.includes('eslint'))).toEqual(['eslint-plugin-closewait']);

    const { code, output } = await manager.exec(folder, ['closewait', 'check', 'src']);
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('src/dial.js:3:18') as unknown });
    expect(output).toContain('1 error (2 files looked at');

    if (manager === npm) {
      const size =
        sizeOf(join(folder, 'node_modules')) -
        sizeOf(join(folder, 'node_modules/typescript')) -
        sizeOf(join(folder, 'node_modules/@typescript'));
      console.log(`installed by ${name}: ${packages.length} packages, ${(size / 1e6).toFixed(1)} MB beside TypeScript`);
      expect(size).toBeLessThan(SIZE_LIMIT);
    }
  });
});

const eslintIn = (folder: string): string => join(folder, 'node_modules/eslint/bin/eslint.js');

describe('TypeScript 7 alone', () => {
  let folder = '';

  beforeAll(async () => {
    folder = project({ ...TYPED_LEAK, 'src/dial.js': PLAIN_LEAK, 'src/clean.js': PLAIN_CURE });
    await install(npm, folder, ['eslint@10.15.0', TYPESCRIPT_7, NODE_TYPES, tarball]);
  });

  async function lint(preset: string): Promise<ReturnType<typeof foundByEslint>> {
    const config = `import closewait from 'eslint-plugin-closewait';\nexport default [closewait.configs.${preset}];\n`;
    writeFileSync(join(folder, 'eslint.config.mjs'), config);
    return foundByEslint(folder, await run(folder, eslintIn(folder), ['src', '--format', 'json']));
  }

  test('brings no compiler API', async () => {
    const program = "console.log(Object.keys(require('typescript')).sort().join())";
    expect(await run(folder, '-e', [program])).toMatchObject({ code: 0, output: 'version,versionMajorMinor\n' });
  });

  test('untyped presets work', async () => {
    expect(await lint('recommended')).toEqual([
      expect.objectContaining({ file: 'src/dial.js', rule: 'closewait/no-leaked-socket', line: 3, column: 18 }),
    ]);
  });

  test('typed presets say what to install, once a file', async () => {
    const found = await lint('strictTypeChecked');
    expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual(['src/clean.js:1', 'src/dial.js:1']);
    for (const { message } of found)
      expect(message).toMatch(/TypeScript 7\.0\.2 has no API .*npm install -D typescript-eslint typescript@/);
  });

  test('the command line has types, from the TypeScript that it brings', async () => {
    const { code, output } = await npm.exec(folder, ['closewait', 'check', 'src/typed.ts']);
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('src/typed.ts:5:18') as unknown });
    expect(output).toContain('types: checked for 1 file');
    const untyped = await npm.exec(folder, ['closewait', 'check', '--no-types', 'src/typed.ts']);
    expect(untyped, 'types were what showed it').toMatchObject({ code: 0 });
  });
});

describe('TypeScript 7 beside the API of 6', () => {
  const config = `import closewait from 'eslint-plugin-closewait';
import tseslint from 'typescript-eslint';
export default [
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  { files: ['**/*.ts'], ...closewait.configs.recommendedTypeChecked },
];
`;
  test.each([
    ['as our message says to install them', 'typescript@6.0.3'],
    ['as TypeScript says to install them', 'typescript@npm:@typescript/typescript6@6.0.2'],
  ])('%s gives typed presets, and `tsc` is 7', async (_, six) => {
    const folder = project({ ...TYPED_LEAK, 'eslint.config.mjs': config });
    const seven = `@typescript/native@npm:${TYPESCRIPT_7}`;
    await install(npm, folder, ['eslint@10.15.0', 'typescript-eslint@8.73.0', six, seven, NODE_TYPES, tarball]);
    expect(await npm.exec(folder, ['tsc', '--version'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Version 7.0.2') as unknown,
    });
    expect(foundByEslint(folder, await run(folder, eslintIn(folder), ['src', '--format', 'json']))).toEqual([
      expect.objectContaining({ file: 'src/typed.ts', rule: 'closewait/no-leaked-socket', line: 5, column: 18 }),
    ]);
  });
});
