/** The ESLint face as users run it: real ESLint processes in throwaway projects, with each way of loading and each kind of parser. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeProject, removeProject, ROOT, runEslint } from './support/eslint-project.ts';
import type { EslintRun } from './support/eslint-project.ts';

const LEAK = `import net from 'node:net';
export async function dial(port) {
  const socket = net.connect(port);
  await handshake(socket);
  socket.destroy();
}
`;

const TYPED_LEAK = `import net from 'node:net';
declare function handshake(socket: net.Socket): Promise<void>;
export async function dial(port: number): Promise<void> {
  const socket = net.connect(port);
  await handshake(socket);
  socket.destroy();
}
`;

const CLEAN = `import net from 'node:net';
export async function dial(port) {
  const socket = net.connect(port);
  try {
    await handshake(socket);
  } finally {
    socket.destroy();
  }
}
`;

const AT_CONNECT = { rule: 'closewait/no-leaked-socket', line: 3, column: 18, endLine: 3, endColumn: 35 };
const AT_TYPED_CONNECT = { ...AT_CONNECT, line: 4, endLine: 4 };

const TSCONFIG = JSON.stringify({
  compilerOptions: { strict: true, module: 'nodenext', target: 'es2023', types: ['node'], allowJs: true },
  include: ['src'],
});

const TYPED_PACKAGES = ['eslint', 'typescript', 'typescript-eslint', '@types/node'];

const folders: string[] = [];

/** Runs ESLint over a project of these files and forgets the project. */
function lint(files: Readonly<Record<string, string>>, packages: readonly string[] = TYPED_PACKAGES): Promise<EslintRun> {
  const folder = makeProject(files, packages);
  folders.push(folder);
  return runEslint(folder);
}

afterAll(() => {
  folders.forEach(removeProject);
});

describe('loading', () => {
  test('an ES module configuration imports the plugin', async () => {
    const { messages, exitCode } = await lint(
      {
        'eslint.config.mjs': `import closewait from 'eslint-plugin-closewait';\nexport default [closewait.configs.recommended];\n`,
        'src/dial.js': LEAK,
        'src/clean.js': CLEAN,
      },
      ['eslint'],
    );
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.js', ...AT_CONNECT })]);
    expect(exitCode).toBe(1);
  });

  test('a CommonJS configuration requires the plugin itself', async () => {
    const { messages } = await lint(
      {
        'package.json': '{ "private": true }',
        'eslint.config.cjs': `const closewait = require('eslint-plugin-closewait');\nmodule.exports = [closewait.configs.recommended];\n`,
        'src/dial.mjs': LEAK,
      },
      ['eslint'],
    );
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.mjs', ...AT_CONNECT })]);
  });

  test('a preset can be extended by its name', async () => {
    const { messages } = await lint(
      {
        'eslint.config.mjs': `import { defineConfig } from 'eslint/config';
import closewait from 'eslint-plugin-closewait';
export default defineConfig({ files: ['src/**'], plugins: { closewait }, extends: ['closewait/recommended'] });
`,
        'src/dial.js': LEAK,
      },
      ['eslint'],
    );
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.js', ...AT_CONNECT })]);
  });

  test('untyped presets need no TypeScript in the project, and CommonJS sources are seen', async () => {
    const { messages } = await lint(
      {
        'eslint.config.mjs': `import closewait from 'eslint-plugin-closewait';\nexport default [closewait.configs.strict];\n`,
        'src/dial.cjs': `const net = require('net');
exports.dial = async function dial(port) {
  const socket = net.connect(port);
  await handshake(socket);
  socket.destroy();
};
`,
      },
      ['eslint'],
    );
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.cjs', ...AT_CONNECT })]);
  });
});

describe('with the typescript-eslint parser', () => {
  const config = (preset: string, parserOptions: string): string => `import closewait from 'eslint-plugin-closewait';
import tseslint from 'typescript-eslint';
export default [
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser, parserOptions: ${parserOptions} } },
  { files: ['**/*.ts'], ...closewait.configs.${preset} },
];
`;
  const typed = '{ projectService: true, tsconfigRootDir: import.meta.dirname }';

  test('without types', async () => {
    const { messages } = await lint({ 'eslint.config.mjs': config('recommended', '{}'), 'src/dial.ts': TYPED_LEAK });
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.ts', ...AT_TYPED_CONNECT })]);
  });

  test('with types from the project service', async () => {
    const { messages } = await lint({
      'eslint.config.mjs': config('recommendedTypeChecked', typed),
      'tsconfig.json': TSCONFIG,
      'src/dial.ts': TYPED_LEAK,
    });
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.ts', ...AT_TYPED_CONNECT })]);
  });

  test('a typed preset without a program says so once, and nothing else', async () => {
    const { messages, exitCode } = await lint({
      'eslint.config.mjs': config('recommendedTypeChecked', '{}'),
      'src/dial.ts': TYPED_LEAK,
      'src/no-network.ts': 'export const answer: number = 42;\n',
    });
    expect(messages).toEqual([
      expect.objectContaining({ file: 'src/dial.ts', line: 1, message: expect.stringContaining('projectService') as unknown }),
    ]);
    expect(exitCode).toBe(1);
  });

  test('a TypeScript with other tables than those of the nodes is passed over', async () => {
    // A project's own TypeScript need not be the parser's; between 5.9 and 6.0 only the type flags differ.
    const real = JSON.stringify(join(ROOT, 'test/matrix/node_modules/typescript'));
    const { messages } = await lint(
      {
        'eslint.config.mjs': config('recommendedTypeChecked', typed),
        'tsconfig.json': TSCONFIG,
        'src/dial.ts': TYPED_LEAK,
        'node_modules/typescript/package.json': '{ "name": "typescript", "version": "5.9.3", "main": "index.cjs" }',
        'node_modules/typescript/index.cjs': `const real = require(${real});
module.exports = { ...real, version: '5.9.3', TypeFlags: { ...real.TypeFlags, Undefined: 1 << 30 } };
`,
      },
      ['eslint', 'typescript-eslint', '@types/node'],
    );
    expect(messages).toEqual([expect.objectContaining({ file: 'src/dial.ts', ...AT_TYPED_CONNECT })]);
  });
});
