/**
 * One TypeScript per AST: the copy that made a node reads it, so lowering must read the nodes of every copy that users bring. Each is
 * installed beside the others (test/matrix) and must give the committed IR; and the oldest one's declarations must have all the API that
 * lowering uses.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { printModule } from '../src/ir/print-ir.ts';
import { lowerModule } from '../src/lower/lower-module.ts';
import { asTypeScript, parseFaultOf, parseText } from '../src/lower/ts-port.ts';

const ROOT = path.join(import.meta.dirname, '..');
const GOLDENS = path.join(ROOT, 'fixtures/ir');
const PACKAGES = path.join(import.meta.dirname, 'matrix/node_modules');
const VERSIONS = ['5.4', '5.9', '6.0'] as const;

/** Goldens whose syntax a copy does not know yet, with the reason. A file named here must fail to parse. */
const NOT_PARSED: { readonly [Version in (typeof VERSIONS)[number]]: { readonly [golden: string]: string } } = {
  '5.4': {},
  '5.9': {},
  '6.0': {},
};

const sources = readdirSync(GOLDENS).filter(name => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name));

describe.each(VERSIONS)('TypeScript %s', version => {
  const typescript = asTypeScript(createRequire(import.meta.url)(path.join(PACKAGES, `typescript-${version}`)));

  it('is the copy that its name says', () => expect(typescript.versionMajorMinor).toBe(version));

  it('gives the committed IR', () => {
    const printed: { [golden: string]: string } = {};
    const committed: { [golden: string]: string } = {};
    for (const name of sources) {
      const sourceFile = parseText(typescript, name, readFileSync(path.join(GOLDENS, name), 'utf8'));
      if (parseFaultOf(typescript, sourceFile)) {
        expect(NOT_PARSED[version], `${name} does not parse`).toHaveProperty([name]);
        continue;
      }
      expect(NOT_PARSED[version], `${name} parses after all`).not.toHaveProperty([name]);
      printed[name] = `${printModule(lowerModule({ ts: typescript, sourceFile, checker: null }, name))}\n`;
      committed[name] = readFileSync(path.join(GOLDENS, name.replace(/\.\w+$/, '.ir')), 'utf8');
    }
    expect(printed).toEqual(committed);
  });
});

describe('the declarations of TypeScript', () => {
  it.each(VERSIONS)('%s have all that lowering uses', version => {
    const folder = mkdtempSync(path.join(tmpdir(), 'closewait-versions-'));
    try {
      const tsconfig = path.join(folder, 'tsconfig.json');
      const declarations = path.join(PACKAGES, `typescript-${version}/lib/typescript.d.ts`);
      writeFileSync(
        tsconfig,
        JSON.stringify({
          extends: path.join(ROOT, 'tsconfig.json'),
          compilerOptions: { paths: { typescript: [declarations] }, typeRoots: [path.join(ROOT, 'node_modules/@types')] },
          include: ['base', 'ir', 'lower'].map(layer => path.join(ROOT, 'src', layer)),
        }),
      );
      const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
      const { stdout } = spawnSync(process.execPath, [tsc, '-p', tsconfig, '--listFiles'], { cwd: ROOT, encoding: 'utf8' });
      const lines = stdout.split('\n');
      expect(lines.filter(line => line.includes('error TS'))).toEqual([]);
      // The declarations read were those of this copy, and of no other.
      const read = lines.filter(line => line.endsWith('/lib/typescript.d.ts')).map(line => path.relative(PACKAGES, line));
      expect(read).toEqual([path.relative(PACKAGES, declarations)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
