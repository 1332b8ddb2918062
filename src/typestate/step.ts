/**
 * One block with one state: the instructions in order, then the terminator's edges. (The dataflow literature's transfer function;
 * `transfer` here always means ownership.)
 *
 * Exceptional edges carry the state from before the call. A `throw` and an `await` that may reject are evident; a call's throw only where
 * a model or a body of this program says so, else the edge is conceivable and followed only on demand.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Span } from '../base/span.ts';
import type { Arrival, PathNode } from '../dataflow/explore.ts';
import { valueName } from '../dataflow/name.ts';
import type { Block, BlockId, ValueId } from '../ir/ir.ts';
import type { Exit } from '../protocol/lifetime.ts';
import { pruned, type State } from './state.ts';
import { refine } from './step-branch.ts';
import { stepCall } from './step-call.ts';
import { type At, lose, nameIt, stepInstruction } from './step-instruction.ts';
import { stepUnborn } from './step-unborn.ts';
import { logFate, owes, type Tracking } from './tracking.ts';

export function stepBlock(t: Tracking, block: Block, entering: State, node: PathNode<State>): readonly Arrival<State>[] {
  let state: State | null = entering;
  for (const [index, instruction] of block.instructions.entries()) {
    state = stepInstruction(t, instruction, state, { block: block.id, index, node });
    if (state === null) return [];
  }
  const arrivals =
    state.phase === 'unborn'
      ? stepUnborn(t, block, state)
      : stepTerminator(t, block, state, { block: block.id, index: block.instructions.length, node });
  return arrivals.map(({ to, state: leaving }) => arrival(t, to, leaving));
}

function stepTerminator(t: Tracking, block: Block, state: State, at: At): readonly Arrival<State>[] {
  const it = block.terminator;
  switch (it.kind) {
    case 'jump':
      return [{ to: it.to, state }];
    case 'branch': {
      const { then, otherwise } = refine(t, block, it, state);
      return [...(then ? [{ to: it.then, state: then }] : []), ...(otherwise ? [{ to: it.else, state: otherwise }] : [])];
    }
    case 'call': {
      const { normal, exceptional } = stepCall(t, it, state, at);
      if (normal?.phase === 'closed' && state.phase !== 'closed') t.log.releasedAt.add(block.id);
      const returns = normal && !t.endings.neverReturns(it);
      return [...(returns ? [{ to: it.next, state: normal }] : []), ...thrown(t, it.throws, exceptional, t.endings.mayThrow(it))];
    }
    case 'suspend': {
      if (it.how !== 'await' && state.names.has(valueName(it.value))) return handOver(t, it.span, 'whoever iterates');
      const evident = it.how === 'await' && t.endings.mayReject(it.value, t.fn);
      const resumed = resume(t, it.value, it.result, state, at);
      return [
        ...(resumed ? [{ to: it.next, state: resumed }] : []),
        ...thrown(t, it.throws, settled(state, it.value, true), evident),
        ...thrown(t, it.returns, state, false),
      ];
    }
    case 'return':
      if (it.value !== null && state.names.has(valueName(it.value)) && !(t.birth === null && t.ignoredResults.has(t.fn.id))) {
        t.log.returned.push(state);
        return handOver(t, it.span, 'the caller');
      }
      if (state.phase === 'closed') t.log.releasedReturn = true;
      // Who gets a promise of its end waits for it.
      return leave(
        t,
        it.value !== null && state.diesWith.has(valueName(it.value)) ? { ...state, waits: true } : state,
        at,
        'return',
        it.span,
      );
    case 'throw':
      if (it.to !== null) return [{ to: it.to, state }];
      if (state.names.has(valueName(it.value))) return handOver(t, it.span, 'the caller');
      return leave(t, state, at, t.fn.async ? 'reject' : 'throw', it.span);
    case 'stop':
      return [];
    default:
      return assertNever(it);
  }
}

/** Names and guards that nobody mentions any more are forgotten at once, so that paths which differ only in them are one. */
export function arrival(t: Pick<Tracking, 'facts'>, to: BlockId, state: State): Arrival<State> {
  const guards = t.facts.guards.kept(state.guards, to);
  return { to, state: pruned({ ...state, guards }, name => t.facts.liveness.mentionedFrom(name, to)) };
}

/** The state after an `await`: the result of awaiting the resource is the resource, the answer of a callee stays its answer. */
function resume(t: Tracking, awaited: ValueId, result: ValueId, before: State, at: At): State | null {
  const span = { span: t.fn.blocks.get(at.block)?.terminator.span ?? t.fn.span };
  const kept = { ...settled(before, awaited, false), guards: t.facts.guards.forget(before.guards, `v${result}`) };
  const state = lose(t, kept, valueName(result), 'iteration', span, at);
  if (!state) return null;
  const answered = state.answer === valueName(awaited) ? { ...state, answer: valueName(result) } : state;
  return before.names.has(valueName(awaited)) ? nameIt(t, answered, result) : answered;
}

/** The state after a promise has settled: some settle, or reject, only because the platform has closed the resource. */
function settled(state: State, promise: ValueId, rejected: boolean): State {
  const by = state.diesWith.get(valueName(promise));
  return by === 'settling' || (rejected && by === 'rejecting') ? { ...state, phase: 'closed' } : state;
}

function thrown(t: Tracking, to: BlockId | null, state: State | null, evident: boolean): readonly Arrival<State>[] {
  if (to === null || state === null) return [];
  if (evident) return [{ to, state }];
  return t.conceivable ? [{ to, state: { ...state, edge: 'conceivable' } }] : [];
}

function handOver(t: Tracking, span: Span, to: string): readonly [] {
  logFate(t.log, { kind: 'transferred', span, to });
  return [];
}

function leave(t: Tracking, state: State, at: At, exit: Exit, span: Span): readonly [] {
  // What was there before the function was entered is not the function's to release.
  if (!owes(state) || t.birth === null) return [];
  if (exit === 'return' && state.waits) logFate(t.log, { kind: 'unknown', span, why: 'somebody waits for the peer to close' });
  else t.log.unmet.push({ node: at.node, state, exit, span });
  return [];
}
