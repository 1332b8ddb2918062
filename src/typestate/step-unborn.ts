/**
 * The way to the birth: nothing is held yet, but what the path decides on it (`if (tls) socket = …`) decides branches behind it, too.
 *
 * Every edge is taken as it comes: what fails before the resource exists is no evidence against it. In a loop each round may be the one
 * that is followed.
 */
import type { Arrival } from '../dataflow/explore.ts';
import type { Block } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';
import { decided, withGuard } from './guards.ts';
import type { State } from './state.ts';
import type { Tracking } from './tracking.ts';

export function stepUnborn(t: Tracking, block: Block, before: State): readonly Arrival<State>[] {
  const { birth, facts } = t;
  const it = block.terminator;
  const defines = it.kind === 'call' || it.kind === 'suspend' ? it.result : null;
  const state = defines === null ? before : { ...before, guards: facts.guards.forget(before.guards, `v${defines}`) };
  const born =
    birth?.block === block.id && birth.call !== null ? [{ to: birth.next, state: { ...birth.state, guards: state.guards } }] : [];
  return [...born, ...onwards(t, block, state).filter(({ to }) => t.beforeBirth(to))];
}

function onwards({ facts }: Tracking, block: Block, state: State): readonly Arrival<State>[] {
  const it = block.terminator;
  const condition = it.kind === 'branch' ? facts.guards.conditionOf(block) : undefined;
  if (it.kind !== 'branch' || !condition) return targetsOf(it).map(to => ({ to, state }));
  const answer = decided(state.guards, condition);
  return [
    ...(answer === false ? [] : [{ to: it.then, state: { ...state, guards: withGuard(state.guards, condition, true) } }]),
    ...(answer === true ? [] : [{ to: it.else, state: { ...state, guards: withGuard(state.guards, condition, false) } }]),
  ];
}
