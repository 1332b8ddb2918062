/**
 * The command line over the fixtures, with types and without, judged by the expectations in their lines; and over the example.
 *
 * Invariant: the programs are looked at as users would, by the built command line, once for each mode.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import type { Finding } from '../src/rule/finding.ts';
import type { Report } from '../src/rule/report.ts';
import { readCases } from './proofs/proof.ts';
import { judge, readExpectations, withoutExpectations, type Summaries } from './support/want.ts';
import { rules } from '../rules/index.ts';

const ROOT = path.join(import.meta.dirname, '..');
const CLI = path.join(ROOT, 'dist/src/cli/main.js');
/** Twins that differ in more lines than this are two programs, not one bug. */
const MAX_TWIN_DIFFERENCE = 8;

const RULES = rules.map(({ name }) => name);
const MODES = [
  { mode: 'with types', flags: [] },
  { mode: 'without types', flags: ['--no-types'] },
];

/** What the example's README promises. */
const EXAMPLE_LEAKS = [
  'src/command.ts sendCommand overwrite',
  'src/firmware.ts updateFirmware return',
  'src/health.ts checkBuoy return',
  'src/metrics.ts countEvent return',
  'src/metrics.ts pushSamples throw',
  'src/relay.ts announce iteration',
  'src/relay.ts relayPosition reject',
];

// Loops and not `each`, which quotes and cuts titles.
for (const rule of RULES) {
  const cases = readCases(path.join(ROOT, 'fixtures', rule));
  const programs = cases.flatMap(({ leak, clean, proof }) =>
    [leak, clean].flatMap(program => (program === undefined ? [] : { program, file: toPosix(path.relative(ROOT, program)), proof })),
  );

  describe(`twins of ${rule}`, () => {
    for (const { name, leak, clean } of cases) {
      it(name, () => {
        expect.assert(clean !== undefined, 'every leak has a clean twin');
        expect(kindsIn(clean).filter(kind => kind !== 'noise' && kind !== 'summary')).toEqual([]);
        if (leak === undefined) {
          return;
        }
        expect(kindsIn(leak)).toEqual(expect.arrayContaining([expect.stringMatching(/^(?:want|miss)$/)]));
        const difference = changedLines(leak, clean);
        expect(difference, 'the twins differ').toBeGreaterThan(0);
        if (difference > MAX_TWIN_DIFFERENCE) {
          console.warn(`${rule}/${name}: the twins differ in ${difference} lines, more than ${MAX_TWIN_DIFFERENCE}`);
        }
      });
    }

    for (const { program, file } of programs) {
      it(`${file} has no comments but expectations`, () => {
        expect(withoutExpectations(readFileSync(program, 'utf8'))).not.toMatch(/(?:^|\s)\/[/*](?:\s|\*)/m);
      });
    }
  });

  for (const { mode, flags } of MODES) {
    describe(`${rule} ${mode}`, () => {
      let report: Report;
      beforeAll(() => {
        report = check(`fixtures/${rule}`, flags);
      });

      it('analyses every file to its end', () => {
        expect(report.incomplete).toEqual([]);
      });

      for (const { program, file, proof } of programs) {
        it(file, () => {
          const findings = report.findings.filter(it => it.file === file);
          const expectations = readExpectations(file, readFileSync(program, 'utf8'));
          const summaries = expectations.some(it => it.kind === 'summary') ? summariesOf(file) : new Map<string, string>();
          expect(judge(expectations, findings, summaries)).toEqual([]);
          if (proof && expectations.some(it => it.kind === 'want')) {
            // A rule may claim only what the kernel has shown.
            const claimed = findings.flatMap(({ tcpState }) => tcpState ?? []);
            const shown = proof.against.map(({ state }) => state);
            for (const state of claimed) {
              expect([...shown, proof.overclaims]).toContain(state);
            }
            if (proof.overclaims !== undefined) {
              expect(claimed, 'a claim that was mended must go from the proof').toContain(proof.overclaims);
            }
          }
        });
      }
    });
  }
}

for (const { mode, flags } of MODES) {
  describe(`the example ${mode}`, () => {
    it('has the leaks its README lists, and no others', () => {
      const found = check('fixtures/example', flags).findings.map(it => `${inExample(it)} ${it.function ?? '?'} ${it.exit ?? '?'}`);
      expect(found.toSorted()).toEqual(EXAMPLE_LEAKS);
    });
  });
}

function inExample({ file }: Finding): string {
  return file.replace('fixtures/example/', '');
}

function check(folder: string, flags: readonly string[]): Report {
  const out = runCli(['check', folder, '--reporter', 'json', '--include-tests', ...flags]);
  return JSON.parse(out) as Report;
}

/** `closewait debug summary` prints one `name: text` a line. */
function summariesOf(file: string): Summaries {
  const summaries = new Map<string, string>();
  for (const line of runCli(['debug', 'summary', file]).split('\n')) {
    const [, name, text] = /^(\S+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) {
      summaries.set(name, text);
    }
  }
  return summaries;
}

/** What the command line prints. Findings make it exit with 1, an incomplete analysis with 2: no failures here, the report says so. */
function runCli(args: readonly string[]): string {
  expect.assert(existsSync(CLI), `${CLI} is missing: run \`npm run build\` first`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
  expect.assert(
    status === 0 || status === 1 || stdout !== '',
    `closewait ${args.join(' ')} exits with ${status ?? 'a signal'}:\n${stderr}`,
  );
  return stdout;
}

function kindsIn(file: string | undefined): string[] {
  return file === undefined ? [] : readExpectations(file, readFileSync(file, 'utf8')).map(it => it.kind);
}

/** Lines to remove or to add, whichever are more, expectations and indentation aside: a `try` around a line does not change it. */
function changedLines(leak: string, clean: string): number {
  const [a, b] = [leak, clean].map(file =>
    withoutExpectations(readFileSync(file, 'utf8'))
      .split('\n')
      .map(line => line.trim()),
  );
  if (!a || !b) {
    return 0;
  }
  // Longest common subsequence, one row at a time.
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const above = row;
    row = [0];
    for (const [index, other] of b.entries()) {
      row.push(line === other ? (above[index] ?? 0) + 1 : Math.max(row[index] ?? 0, above[index + 1] ?? 0));
    }
  }
  return Math.max(a.length, b.length) - (row.at(-1) ?? 0);
}

function toPosix(file: string): string {
  return file.split(path.sep).join('/');
}
