/**
 * What users run us with: each ESLint with each TypeScript, as a process of its own in a project that has these and no others, over one
 * folder for each way of parsing. A folder says the same as every other: with types one list, without types another.
 */
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  install,
  linkPackages,
  makeProject,
  manifestOf,
  MATRIX,
  removeProject,
  ROOT,
  runEslint,
  writeFiles,
} from './support/eslint-project.ts';
import type { EslintRun, Message } from './support/eslint-project.ts';

/** By the names they have in test/matrix. */
const ESLINTS = ['eslint-8.57', 'eslint-9.0', 'eslint-9', 'eslint'] as const;
const TYPESCRIPTS = ['typescript-5.4', 'typescript-5.9', 'typescript-6.0'] as const;
/** What typescript-eslint's parser is told, by the folder for whose files it is told that. Types decide which preset holds there. */
const PARSERS = {
  'no-types': '{}',
  project: "{ project: './project/tsconfig.json', tsconfigRootDir: import.meta.dirname }",
  'project-service': '{ projectService: true, tsconfigRootDir: import.meta.dirname }',
} as const;
type Parser = keyof typeof PARSERS;

/** Cells that a peer range of typescript-eslint forbids, as `ESLint × TypeScript`: none at these versions. Both directions are checked. */
const IMPOSSIBLE: readonly string[] = [];

/** The first versions outside of the matrix, and whose peer range keeps them out. */
const OUTSIDE = [
  { peer: 'eslint', version: '8.56.0', refusedBy: ['closewait', 'typescript-eslint'] },
  { peer: 'eslint', version: '11.0.0', refusedBy: ['closewait', 'typescript-eslint'] },
  { peer: 'typescript', version: '5.3.3', refusedBy: ['closewait'] },
  // Untyped presets and the command line work beside it; no parser gives its types to ESLint yet.
  { peer: 'typescript', version: '7.0.0', refusedBy: ['typescript-eslint'] },
] as const;

/** TypeScript and JavaScript at once. The second leak is one only for who knows the type of `networks`, the third only for strict. */
const LEAK = `import net from 'node:net';
import { networks } from './networks.js';

export async function dial(port) {
  const socket = net.connect(port);
  await greet(socket);
  socket.destroy();
}

export async function dialThrough(port) {
  const socket = networks.plain.connect(port);
  await greet(socket);
  socket.destroy();
}

export function announce(port) {
  const socket = net.connect(port);
  socket.write(String(port));
  format(port);
  socket.destroy();
}
`;

const CLEAN = `import net from 'node:net';
import { networks } from './networks.js';

export async function dial(port) {
  const [first, second] = [net.connect(port), networks.plain.connect(port)];
  try {
    await greet(first, second);
  } finally {
    first.destroy();
    second.destroy();
  }
}
`;

/** Sources of which one copy of the leak is for a strict preset, all else for a recommended one. */
function sourcesIn(folder: string, extension: 'js' | 'ts'): Readonly<Record<string, string>> {
  const compilerOptions = { module: 'nodenext', target: 'es2022', lib: ['es2022'], types: ['node'], skipLibCheck: true };
  return {
    [`${folder}/tsconfig.json`]: JSON.stringify({ compilerOptions }),
    [`${folder}/leak.${extension}`]: LEAK,
    [`${folder}/strict.${extension}`]: LEAK,
    [`${folder}/clean.${extension}`]: CLEAN,
    [`${folder}/networks.${extension}`]: "import net from 'node:net';\nexport const networks = { plain: net };\n",
    [`${folder}/answer.${extension}`]: 'export const answer = 42;\n',
  };
}

/** A configuration that parses each of these folders its own way. */
function configOf(folders: readonly Parser[], parserFrom: string): string {
  const blocks = folders.map(folder => {
    const typeChecked = folder === 'no-types' ? '' : 'TypeChecked';
    return `
  { files: ['${folder}/*.ts'], languageOptions: { parser: tseslint.parser, parserOptions: ${PARSERS[folder]} } },
  { files: ['${folder}/*.ts'], ...closewait.configs.recommended${typeChecked} },
  { files: ['${folder}/strict.ts'], ...closewait.configs.strict${typeChecked} },`;
  });
  return `import closewait from 'eslint-plugin-closewait';
import tseslint from '${parserFrom}';
export default [${blocks.join('')}
];
`;
}

const ESPREE_CONFIG = `import closewait from 'eslint-plugin-closewait';
export default [closewait.configs.recommended, { files: ['**/strict.js'], ...closewait.configs.strict }];
`;

const UNTYPED = ['leak:5:18-35', 'strict:5:18-35', 'strict:17:18-35'];
const TYPED = ['leak:5:18-35', 'leak:11:18-46', 'strict:5:18-35', 'strict:11:18-46', 'strict:17:18-35'];

/** The places of our findings in a folder; anything else that ESLint says is shown whole, and equals no place. */
function placesIn(folder: string, { messages }: EslintRun): readonly string[] {
  return messages
    .filter(({ file }) => file.startsWith(`${folder}/`))
    .map(message => (message.rule === 'closewait/no-leaked-socket' ? placeOf(message) : JSON.stringify(message)));
}

function placeOf({ file, line, column, endColumn }: Message): string {
  return `${basename(file).replace(/\.[jt]s$/, '')}:${line}:${column}-${endColumn}`;
}

const folders: string[] = [];

/** A project without packages but ours. */
function emptyProject(): string {
  const folder = makeProject({}, []);
  folders.push(folder);
  return folder;
}

afterAll(() => folders.forEach(removeProject));

function versionOf(name: string): string {
  return manifestOf(join(MATRIX, name)).version;
}

describe('the matrix', () => {
  const { satisfies } = createRequire(join(MATRIX, 'noop.js'))('semver') as { satisfies: (version: string, range: string) => boolean };
  const folderOf = { closewait: ROOT, 'typescript-eslint': join(MATRIX, 'typescript-eslint') };
  const refuses = (by: keyof typeof folderOf, peer: string, version: string): boolean => {
    const range = manifestOf(folderOf[by]).peerDependencies?.[peer];
    return range === undefined || !satisfies(version, range);
  };

  test('has the versions that its names say, all in our own peer ranges', () => {
    const versions = [...ESLINTS, ...TYPESCRIPTS].map(name => `${name} ${versionOf(name)}`);
    expect(versions).toEqual([
      // The oldest, the first that has flat configurations alone, the last of 9, the latest.
      'eslint-8.57 8.57.0',
      'eslint-9.0 9.0.0',
      expect.stringMatching(/^eslint-9 9\.39\./),
      expect.stringMatching(/^eslint 10\./),
      expect.stringMatching(/^typescript-5\.4 5\.4\./),
      expect.stringMatching(/^typescript-5\.9 5\.9\./),
      expect.stringMatching(/^typescript-6\.0 6\.0\./),
    ]);
    expect(ESLINTS.filter(name => refuses('closewait', 'eslint', versionOf(name)))).toEqual([]);
    expect(TYPESCRIPTS.filter(name => refuses('closewait', 'typescript', versionOf(name)))).toEqual([]);
  });

  test('leaves out what peer ranges forbid, and nothing else', () => {
    const forbidden = ESLINTS.flatMap(eslint =>
      TYPESCRIPTS.filter(
        typescript =>
          refuses('typescript-eslint', 'eslint', versionOf(eslint)) || refuses('typescript-eslint', 'typescript', versionOf(typescript)),
      ).map(typescript => `${eslint} × ${typescript}`),
    );
    expect(forbidden).toEqual(IMPOSSIBLE);
    for (const { peer, version, refusedBy } of OUTSIDE) {
      const refusing = (['closewait', 'typescript-eslint'] as const).filter(by => refuses(by, peer, version));
      expect(refusing, `${peer} ${version}`).toEqual(refusedBy);
    }
  });
});

describe.concurrent.each(ESLINTS)('%s', eslint => {
  test('without a parser, without TypeScript', async () => {
    const folder = emptyProject();
    linkPackages(folder, { eslint });
    writeFiles(folder, { ...sourcesIn('src', 'js'), 'eslint.config.mjs': ESPREE_CONFIG });
    const run = await runEslint(folder);
    expect(placesIn('src', run)).toEqual(UNTYPED);
    expect(run.exitCode).toBe(1);
  });

  test.each(TYPESCRIPTS)('typescript-eslint with %s: no types, project, projectService', async typescript => {
    const folder = emptyProject();
    install(folder, { eslint, typescript });
    const parsers = Object.keys(PARSERS) as Parser[];
    for (const parser of parsers) writeFiles(folder, sourcesIn(parser, 'ts'));
    writeFiles(folder, { 'eslint.config.mjs': configOf(parsers, 'typescript-eslint') });
    const run = await runEslint(folder);
    const said = Object.fromEntries(parsers.map(parser => [parser, placesIn(parser, run)]));
    expect(said).toEqual({ 'no-types': UNTYPED, project: TYPED, 'project-service': TYPED });
    expect(run.exitCode).toBe(1);
  });
});

describe.concurrent('a TypeScript that did not make the nodes', () => {
  /** The parser comes with a shared configuration that brings its own TypeScript; the project has another. */
  async function lintWith(parsers: string, projects: string): Promise<EslintRun> {
    const folder = emptyProject();
    const company = join(folder, 'node_modules/eslint-config-company');
    linkPackages(folder, { eslint: 'eslint', typescript: projects, '@types/node': '@types/node' });
    install(company, { eslint: 'eslint', typescript: parsers });
    writeFiles(company, {
      'package.json': '{ "name": "eslint-config-company", "type": "module", "exports": "./index.js" }',
      'index.js': "export { default } from 'typescript-eslint';\n",
    });
    writeFiles(folder, {
      ...sourcesIn('project-service', 'ts'),
      'eslint.config.mjs': configOf(['project-service'], 'eslint-config-company'),
    });
    return runEslint(folder);
  }

  test.each([
    ['5.4', '6.0', '6.0.3'],
    ['5.9', '6.0', '6.0.3'],
    ['5.4', '5.9', '5.9.3, 6.0.3'],
    ['5.9', '5.4', '5.4.5, 6.0.3'],
  ])('parsed by %s, the project has %s: one message a file that opens connections, no finding', async (parsers, projects, found) => {
    const { messages, exitCode } = await lintWith(`typescript-${parsers}`, `typescript-${projects}`);
    const told = messages.map(({ file, line, message }) => ({ file, line, message }));
    const message =
      `closewait needs the copy of TypeScript that the parser used, and found only another one (${found}). ` +
      'Install one `typescript` (5.4 to 6) in the linted project, or use the preset without `TypeChecked` here.';
    expect(told).toEqual(['clean', 'leak', 'networks', 'strict'].map(name => ({ file: `project-service/${name}.ts`, line: 1, message })));
    expect(exitCode).toBe(1);
  });

  test.each(['5.4', '5.9'])('parsed by 6.0, the project has %s: the right copy, beside closewait, is taken', async projects => {
    expect(placesIn('project-service', await lintWith('typescript-6.0', `typescript-${projects}`))).toEqual(TYPED);
  });
});
