/**
 * The kernel judges the twins: after N calls the leak twin must hold N sockets in the state its proof claims, the clean twin none.
 *
 * Invariant: every leak is proved or says `// unproven: why`. Nothing is tried again: a wrong count is a failure.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readCases, unprovenReason } from './proofs/proof.ts';
import { openLaboratory, type Laboratory, type Outcome, type TwinRun } from './proofs/run.ts';

const CALLS = 25;
/** Only wrong twins wait this long, and slow machines. */
const DEADLINE_MS = 10_000;
/** A perturbed clean twin is wrong on purpose. */
const PERTURBED_DEADLINE_MS = 1_000;
const TEST_TIMEOUT_MS = 60_000;

const NOTHING: Outcome['grown'] = { fds: 0, states: {} };

const RELEASE = /\.(?:destroy|destroySoon)\(\)/;

/** One run of one program, and what must come out. */
type Statement = { readonly title: string; readonly run: TwinRun; readonly check: (outcome: Outcome) => void };

const cases = readCases(path.join(import.meta.dirname, '../fixtures/no-leaked-socket'));
const leaks = cases.filter(({ leak }) => leak !== undefined);
const statements = cases.flatMap(it => [...lawsOf(it), ...teethOf(it)]);

/** Leak twins grow by N in the claimed state, clean ones by nothing, and both are left as the finding says. */
function lawsOf({ name, leak, clean, proof }: (typeof cases)[number]): Statement[] {
  return (proof?.against ?? []).flatMap(({ peer, state = '', row }) => {
    const twins = [
      { program: leak, says: `leaves ${CALLS} ${state}, peer ${peer} (row ${row})`, expected: { fds: CALLS, states: { [state]: CALLS } } },
      { program: clean, says: `leaves none, peer ${peer}${leak === undefined ? ` (row ${row})` : ''}`, expected: NOTHING },
    ];
    return twins.flatMap(({ program, says, expected }) =>
      program === undefined || proof === undefined
        ? []
        : {
            title: `${name}: ${program === leak ? 'leak' : 'clean'} ${says}`,
            run: { program, proof, peer, calls: CALLS, expected, deadlineMs: DEADLINE_MS },
            check: (outcome: Outcome) => expect(outcome).toEqual({ left: { [proof.leaves]: CALLS }, grown: expected }),
          },
    );
  });
}

/** The clean twin with its release disabled must fail the law, or the law has no teeth. */
function teethOf({ name, leak, clean, proof }: (typeof cases)[number]): Statement[] {
  const against = proof?.against[0];
  // Where the cure is another order of statements, or an `end()`, there is no call to disable.
  if (!proof || !against || leak === undefined || clean === undefined || !RELEASE.test(readFileSync(clean, 'utf8'))) {
    return [];
  }
  return [
    {
      title: `${name}: clean is caught when its release does nothing`,
      run: {
        program: clean,
        proof,
        peer: against.peer,
        calls: CALLS,
        expected: NOTHING,
        deadlineMs: PERTURBED_DEADLINE_MS,
        // `ref()` returns the socket, as `destroy()` does.
        perturb: javascript => javascript.replaceAll(new RegExp(RELEASE, 'g'), '.ref()'),
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
