/**
 * One block with one state: the instructions in order, then the terminator's edges. (The dataflow literature's transfer function;
 * `transfer` here always means ownership.)
 *
 * Exceptional edges carry the state from before the call. A `throw` and a rejected `await` are evident; any other throw only where a
 * model or a body of this program says so, else the edge is conceivable and followed only on demand.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Span } from '../base/span.ts';
import type { Arrival, PathNode } from '../dataflow/explore.ts';
import { valueName } from '../dataflow/name.ts';
import type { Block, BlockId, ValueId } from '../ir/ir.ts';
import type { Exit } from '../protocol/lifetime.ts';
import { callThrows } from './may-throw.ts';
import { pruned, type State, withName } from './state.ts';
import { refine } from './step-branch.ts';
import { stepCall } from './step-call.ts';
import { type At, stepInstruction } from './step-instruction.ts';
import { logFate, owes, type Tracking } from './tracking.ts';

export function stepBlock(t: Tracking, block: Block, entering: State, node: PathNode<State>): readonly Arrival<State>[] {
  let state: State | null = entering;
  for (const [index, instruction] of block.instructions.entries()) {
    state = stepInstruction(t, instruction, state, { block: block.id, index, node });
    if (state === null) return [];
  }
  return stepTerminator(t, block, state, { block: block.id, index: block.instructions.length, node });
}

function stepTerminator(t: Tracking, block: Block, state: State, at: At): readonly Arrival<State>[] {
  const it = block.terminator;
  switch (it.kind) {
    case 'jump':
      return [arrival(t, it.to, state)];
    case 'branch': {
      const { then, otherwise } = refine(t, block, it.test, state);
      return [...(then ? [arrival(t, it.then, then)] : []), ...(otherwise ? [arrival(t, it.else, otherwise)] : [])];
    }
    case 'call': {
      const { normal, exceptional } = stepCall(t, it, state, at);
      if (normal?.phase === 'closed' && state.phase !== 'closed') t.log.releasedAt.add(block.id);
      return [...(normal ? [arrival(t, it.next, normal)] : []), ...thrown(t, it.throws, exceptional, callThrows(it, t.models, t.mayThrow))];
    }
    case 'suspend': {
      if (it.how !== 'await' && state.names.has(valueName(it.value))) return handOver(t, it.span, 'whoever iterates');
      const resumed = state.names.has(valueName(it.value)) ? withName(state, valueName(it.result)) : state;
      return [
        arrival(t, it.next, settled(resumed, it.value, false)),
        ...thrown(t, it.throws, settled(state, it.value, true), it.how === 'await'),
        ...thrown(t, it.returns, state, false),
      ];
    }
    case 'return':
      if (it.value !== null && state.names.has(valueName(it.value))) {
        t.log.returned.push(state);
        return handOver(t, it.span, 'the caller');
      }
      return leave(t, state, at, 'return', it.span);
    case 'throw':
      if (it.to !== null) return [arrival(t, it.to, state)];
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
  return { to, state: pruned({ ...state, guards: t.facts.guards.kept(state.guards, to) }, t.facts.mentions.atEntry(to)) };
}

function thrown(t: Tracking, to: BlockId | null, state: State | null, evident: boolean): readonly Arrival<State>[] {
  if (to === null || state === null) return [];
  if (evident) return [arrival(t, to, state)];
  return t.conceivable ? [arrival(t, to, { ...state, edge: 'conceivable' })] : [];
}

/** The state after a promise has settled: some settle, or reject, only because the platform has closed the resource. */
function settled(state: State, promise: ValueId, rejected: boolean): State {
  const { diesWith } = state;
  const tells = diesWith?.promise === valueName(promise) && (rejected || diesWith.by === 'settling');
  return tells ? { ...state, phase: 'closed' } : state;
}

function handOver(t: Tracking, span: Span, to: string): readonly [] {
  logFate(t.log, { kind: 'transferred', span, to });
  return [];
}

function leave(t: Tracking, state: State, at: At, exit: Exit, span: Span): readonly [] {
  if (!owes(t, state)) return [];
  if (exit === 'return' && state.waits) logFate(t.log, { kind: 'unknown', span, why: 'somebody waits for the peer to close' });
  else t.log.unmet.push({ node: at.node, state, exit, span });
  return [];
}
