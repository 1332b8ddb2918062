/**
 * A program leaves out the imports of files that are no candidates, and what a check says must not change by it: through barrels, over
 * path mappings, for a file alone and with its folder.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../src/rule/report.ts';
import { closewait, folderOf } from './support/closewait.ts';

const PACKAGES = join(import.meta.dirname, '../node_modules');

/** The places of all findings in the folder, or in the named file. */
function findingsIn(files: { readonly [path: string]: string }, path: string, ...args: readonly string[]): readonly string[] {
  const options = { module: 'preserve', strict: true, types: ['node'], paths: { '@app/*': ['./app/*'] } };
  const folder = folderOf({ 'tsconfig.json': JSON.stringify({ compilerOptions: options }), ...files });
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) symlinkSync(join(PACKAGES, name), join(folder, 'node_modules', name));
  const { stdout, stderr } = closewait(['check', path, '--reporter', 'json', ...args], { cwd: folder });
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const { findings, incomplete } = JSON.parse(stdout) as Report;
  expect(incomplete).toEqual([]);
  return findings.map(({ file, line }) => `${file}:${line}`);
}

const DIALER = `import type net from 'node:net';
export type Dialer = { readonly connect: typeof net.connect };
`;

const teller = (from: string): string => `import type { Socket } from 'node:net';
import type { Dialer } from '${from}';
export function tell(dialer: Dialer, line: string): boolean {
  const socket: Socket = dialer.connect(80);
  if (line === '') return false;
  socket.end(line);
  return true;
}
`;

const BEHIND_A_BARREL = {
  'tell.ts': teller('./app/index'),
  'app/index.ts': "export * from './deeper';\n",
  'app/deeper/index.ts': "export type { Dialer } from './dialer';\n",
  'app/deeper/dialer.ts': DIALER,
};

const BEHIND_A_MAPPING = {
  'tell.ts': teller('./start'),
  'start.ts': "export type { Dialer } from '@app/dialer';\n",
  'app/dialer.ts': DIALER,
};

const BEHIND_A_RE_EXPORT = {
  'tell.ts': `import type { Socket } from 'node:net';
import { connect } from './door';
export function tell(line: string): boolean {
  const socket: Socket = connect(80);
  if (line === '') return false;
  socket.end(line);
  return true;
}
`,
  'door.ts': "export * from 'node:net';\n",
};

test.each([
  ['a re-export', BEHIND_A_RE_EXPORT],
  ['a barrel of barrels', BEHIND_A_BARREL],
  ['a path mapping', BEHIND_A_MAPPING],
])('a call that only the types behind %s explain is explained', (_, files) => {
  expect(findingsIn(files, '.')).toEqual(['tell.ts:4']);
  expect(findingsIn(files, 'tell.ts')).toEqual(['tell.ts:4']);
  expect(findingsIn(files, '.', '--no-types')).toEqual([]);
});

test('a switch over a union from behind a barrel is known to be exhaustive', () => {
  const files = {
    'begin.ts': `import net from 'node:net';
import type { Mode } from './modes';
export function begin(mode: Mode): void {
  const socket = net.connect(80);
  switch (mode) {
    case 'push':
      socket.end('PUSH');
      return;
    case 'probe':
      socket.destroy();
  }
}
`,
    'modes/index.ts': "export * from './mode';\n",
    'modes/mode.ts': "export type Mode = 'push' | 'probe';\n",
  };
  expect(findingsIn(files, '.')).toEqual([]);
  expect(findingsIn(files, '.', '--no-types')).toEqual(['begin.ts:4']);
  const wider = { ...files, 'modes/mode.ts': "export type Mode = 'push' | 'poll' | 'probe';\n" };
  expect(findingsIn(wider, '.')).toEqual(['begin.ts:4']);
});
