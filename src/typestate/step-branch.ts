/**
 * What a condition says of the followed resource on either edge: a name that holds it is no null, `destroyed` means closed.
 *
 * Approximation: *must*. Null for an edge that cannot be taken with the resource in this state, or on which it is not ours any more.
 */
import { cellNameOf, valueName } from '../dataflow/name.ts';
import { reachableFrom } from '../dataflow/reach.ts';
import type { Block, BlockId, Terminator, ValueId } from '../ir/ir.ts';
import { closesByFailing } from './apply-effects.ts';
import { decided, withGuard } from './guards.ts';
import { type Question, questionOf } from './questions.ts';
import type { State } from './state.ts';
import { logFate, type Tracking } from './tracking.ts';

export type Branch = Extract<Terminator, { kind: 'branch' }>;
export type Refined = { readonly then: State | null; readonly otherwise: State | null };

export function refine(t: Tracking, block: Block, branch: Branch, state: State): Refined {
  const question = questionOf(t, branch.test, value => holdsIt(t, state, value));
  const refined = doubted(t, branch, question, state, refineResource(t, question, state));
  const condition = t.facts.guards.conditionOf(block);
  if (!condition) return refined;
  const answer = decided(state.guards, condition);
  const remember = (side: State | null, holds: boolean): State | null =>
    side && { ...side, guards: withGuard(side.guards, condition, holds) };
  return {
    then: answer === false ? null : remember(refined.then, true),
    otherwise: answer === true ? null : remember(refined.otherwise, false),
  };
}

/** What the condition certainly says. */
function refineResource(t: Tracking, question: Question | undefined, state: State): Refined {
  const both: Refined = { then: state, otherwise: state };
  switch (question?.asks) {
    case 'is-there':
      return question.negated ? { then: null, otherwise: state } : { then: state, otherwise: null };
    case 'is-reset':
    case 'is-closed': {
      if (question.asks === 'is-reset' && !closesByFailing(t)) return both;
      const closed: State = { ...state, phase: 'closed' };
      return question.negated ? { then: state, otherwise: closed } : { then: closed, otherwise: state };
    }
    case 'something':
    case undefined:
      return both;
  }
}

/**
 * What the condition says without our knowing what. A guard around a release is a release: where a branch asks something of the resource,
 * or of a flag that others may set, and only one of its arms releases, the other one knows better than we do. The same where a callee
 * that was given the resource answers yes, and nothing is released then: it took it.
 */
function doubted(t: Tracking, branch: Branch, question: Question | undefined, state: State, refined: Refined): Refined {
  if (question?.asks === 'something' || isForeignFlag(t, branch.test)) {
    const [then, otherwise] = [releasesIn(t, branch.then, branch.else), releasesIn(t, branch.else, branch.then)];
    if (then && !otherwise) return { then: refined.then, otherwise: unknown(t, branch, 'a guard around the release') };
    if (otherwise && !then) return { then: unknown(t, branch, 'a guard around the release'), otherwise: refined.otherwise };
  }
  const answer = answerTested(t, branch.test, state);
  if (answer === 'yes' && !t.releaseAhead(branch.then)) return { ...refined, then: unknown(t, branch, 'its new owner said yes') };
  if (answer === 'no' && !t.releaseAhead(branch.else)) return { ...refined, otherwise: unknown(t, branch, 'its new owner said yes') };
  return refined;
}

/** Whether the value holds the resource; what was read from a cell that holds it held it when it was asked. */
function holdsIt(t: Tracking, state: State, value: ValueId): boolean {
  if (state.names.has(valueName(value))) return true;
  const definition = t.facts.definitionOf(value);
  return definition?.kind === 'read' && state.names.has(cellNameOf(definition.cell));
}

function unknown(t: Tracking, { span }: Branch, why: string): null {
  logFate(t.log, { kind: 'unknown', span, why });
  return null;
}

/** Whether a release is reached from the arm that is not reached from the other one. */
function releasesIn(t: Tracking, arm: BlockId, other: BlockId): boolean {
  const releases = t.releases();
  if (releases.length === 0) return false;
  const [here, there] = [reachableFrom(t.fn, arm), reachableFrom(t.fn, other)];
  return releases.some(block => (block === arm || here.has(block)) && block !== other && !there.has(block));
}

/** Whether the test reads a variable that a closure may have written since, or a property that this function stores to. */
function isForeignFlag(t: Tracking, test: ValueId): boolean {
  const definition = t.facts.definitionOf(test);
  if (definition?.kind === 'op' && definition.operator === '!') return definition.operands.some(operand => isForeignFlag(t, operand));
  if (definition?.kind === 'read') return t.facts.isSharedFlag(definition.cell);
  return definition?.kind === 'load' && typeof definition.property === 'string' && t.facts.stores(definition.property);
}

/** Whether the test asks what the last callee that was given the resource answered, and which edge means yes. */
function answerTested(t: Tracking, test: ValueId, { answer }: State): 'yes' | 'no' | undefined {
  if (answer === null) return undefined;
  if (valueName(test) === answer) return 'yes';
  const definition = t.facts.definitionOf(test);
  const [operand] = definition?.kind === 'op' && definition.operator === '!' ? definition.operands : [];
  return operand !== undefined && valueName(operand) === answer ? 'no' : undefined;
}
