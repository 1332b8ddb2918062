/**
 * Which scripts to run a program with, so that all its exits are met: every short sequence of answers, breadth first, each followed by
 * nothing but successes, zeros or faults, and a number of random sequences for what lies deep. The choice is the same every time.
 */
import type { Answers, Question, Script } from './scripted-world.ts';

export type Budget = { readonly prefixes: number; readonly seeds: number };

/** Scripts in turn; `next` is given what the last one was asked. */
export function* scriptsFor(answers: Answers, budget: Budget): Generator<Script, void, readonly Question[]> {
  const queue: (readonly number[])[] = [[]];
  for (let done = 0; done < budget.prefixes; done += 1) {
    const prefix = queue.shift();
    if (!prefix) break;
    const asked = yield { prefix, tail: 'stub' };
    const question = asked[prefix.length];
    // Without a further question the tail decides nothing but what is absent.
    if (question === undefined && answers.absent.length === 0) continue;
    yield { prefix, tail: 'zero' };
    if (question === undefined) continue;
    yield { prefix, tail: 'throws' };
    answers[question].forEach((_, i) => queue.push([...prefix, i]));
  }
  for (let seed = 1; seed <= budget.seeds; seed += 1) yield { prefix: [], tail: { seed: seed * 7919 } };
}
