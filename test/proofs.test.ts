/**
 * The kernel judges the twins: after N calls the leak twin must hold N sockets in the state its proof claims, the clean twin none.
 *
 * Invariant: every leak is proved or says `// unproven: why`. Nothing is tried again: a wrong count is a failure.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Against, readCases, unprovenReason } from './proofs/proof.ts';
import { openLaboratory, type Laboratory, type Outcome, type TwinRun } from './proofs/run.ts';

const CALLS = 25;
/** Only wrong twins wait this long, and slow machines. */
const DEADLINE_MS = 10_000;
/** A perturbed clean twin is wrong on purpose. */
const PERTURBED_DEADLINE_MS = 1_000;
const TEST_TIMEOUT_MS = 60_000;

const NOTHING: Outcome['grown'] = { fds: 0, states: {} };

const LIBRARY_RELEASE = { call: /(?:\b[\w.]+\.(?:close|destroy|disconnect|end|quit|release)|\bdone)\(\)/g, instead: 'undefined' };

/** The folders whose leaks are proved, with the calls that release there, and what stands in for them in a perturbed twin. */
const RELEASES = {
  'no-leaked-agent': LIBRARY_RELEASE,
  // Every emitter can forget a listener that it never had, and returns itself, as `destroy()` does.
  'no-leaked-socket': { call: /\.(?:close|destroy|destroySoon|terminate)\(\)/g, instead: `.off('', Object)` },
  'no-leaked-client': LIBRARY_RELEASE,
  'no-unreleased-connection': LIBRARY_RELEASE,
};

/** One run of one program, and what must come out. */
type Statement = { readonly title: string; readonly run: TwinRun; readonly check: (outcome: Outcome) => void };

const cases = Object.entries(RELEASES).flatMap(([rule, release]) =>
  readCases(path.join(import.meta.dirname, '../fixtures', rule)).map(it => ({ ...it, release })),
);
const leaks = cases.filter(({ leak }) => leak !== undefined);
const statements = cases.flatMap(it => [...lawsOf(it), ...teethOf(it)]);

/** Leak twins grow by N in the claimed state, clean ones by nothing, and both are left as the finding says. */
function lawsOf({ name, leak, clean, proof }: (typeof cases)[number]): Statement[] {
  const keeps = proof?.keeps ?? 0;
  return (proof?.against ?? []).flatMap(against => {
    const { state = '' } = against;
    const [partner, row] = [partnerOf(against), rowOf(against)];
    const twins = [
      { program: leak, says: `leaves ${CALLS} ${state}, ${partner}${row}`, expected: { fds: CALLS, states: { [state]: CALLS } } },
      {
        program: clean,
        says: `leaves ${keeps === 0 ? 'none' : `${keeps} in its pool`}, ${partner}${leak === undefined ? row : ''}`,
        expected: keeps === 0 ? NOTHING : { fds: keeps, states: { ESTABLISHED: keeps } },
      },
    ];
    return twins.flatMap(({ program, says, expected }) =>
      program === undefined || proof === undefined
        ? []
        : {
            title: `${name}: ${program === leak ? 'leak' : 'clean'} ${says}`,
            run: { program, proof, against, calls: CALLS, expected, deadlineMs: DEADLINE_MS },
            check: (outcome: Outcome) => expect(outcome).toEqual({ left: { [proof.leaves]: CALLS }, grown: expected }),
          },
    );
  });
}

function partnerOf(against: Against): string {
  return 'peer' in against ? `peer ${against.peer}` : `clients ${against.client}`;
}

function rowOf({ row }: Against): string {
  return row === undefined ? '' : ` (row ${row})`;
}

/** The clean twin with its release disabled must fail the law, or the law has no teeth. */
function teethOf({ name, leak, clean, proof, release }: (typeof cases)[number]): Statement[] {
  const against = proof?.against[0];
  // Where the cure is another order of statements, or the `end()` of a socket, there is no call to disable.
  if (!proof || !against || leak === undefined || clean === undefined || readFileSync(clean, 'utf8').search(release.call) < 0) {
    return [];
  }
  return [
    {
      title: `${name}: clean is caught when its release does nothing`,
      run: {
        program: clean,
        proof,
        against,
        calls: CALLS,
        expected: NOTHING,
        deadlineMs: PERTURBED_DEADLINE_MS,
        perturb: javascript => javascript.replaceAll(release.call, release.instead),
      },
      check: ({ grown }) => expect(grown.fds).toBeGreaterThanOrEqual(CALLS),
    },
  ];
}

describe('every leak', () => {
  it.each(leaks)('$name is proved or says why not', ({ leak, proof }) => {
    const reason = unprovenReason(readFileSync(leak ?? '', 'utf8'));
    expect(proof === undefined, 'a leak has either a .proof.json or a comment `// unproven: why`').toBe(reason !== undefined);
    for (const against of proof?.against ?? []) {
      expect(against.state, 'the proof of a leak claims a state').toBeDefined();
    }
  });
});

const onLinux = process.platform === 'linux';

describe.skipIf(!onLinux)(onLinux ? 'kernel proofs' : `kernel proofs (skipped on ${process.platform}: they read /proc)`, () => {
  let laboratory: Laboratory;
  const outcomes = new Map<Statement, Promise<Outcome>>();

  // All runs start at once and take turns, so that the tests can wait for them one after the other.
  beforeAll(async () => {
    laboratory = await openLaboratory();
    for (const statement of statements) {
      const outcome = laboratory.run(statement.run);
      // Its test will see the rejection; until then it must not end the process.
      outcome.catch(() => undefined);
      outcomes.set(statement, outcome);
    }
  });

  afterAll(async () => {
    await Promise.allSettled(outcomes.values());
    await laboratory.close();
    const unproven = leaks.filter(({ proof }) => proof === undefined).length;
    console.info(`kernel proofs: ${leaks.length - unproven} leaks proved, ${unproven} unproven`);
  }, TEST_TIMEOUT_MS);

  // A loop and not `it.each`, which cuts long titles.
  for (const statement of statements) {
    it(
      statement.title,
      async () => {
        const outcome = await outcomes.get(statement);
        expect.assert(outcome !== undefined, 'the run was started');
        statement.check(outcome);
      },
      TEST_TIMEOUT_MS,
    );
  }
});
