/**
 * Follows one resource from the entry of the function, through the call that brings it into being, to everywhere it goes.
 *
 * In two passes: the first lets unknown callees borrow and sees where the function releases; the second lets every unknown callee that
 * no release follows take the resource over. Passing it to `handshake(socket)` and destroying it later means that it was kept. A release
 * that only a failure leads to does not: `try { await register(socket) } catch { socket.destroy() }` hands it over.
 */
import { type Arrival, explore, type Exploration, type PathNode } from '../dataflow/explore.ts';
import { leadingTo } from '../dataflow/predecessors.ts';
import type { BlockId, FunctionIr } from '../ir/ir.ts';
import { exceptionalTargetsOf } from '../ir/targets.ts';
import type { Birth } from './births.ts';
import { isConsistent } from './consistency.ts';
import { touchedByListener } from './listeners.ts';
import { bornState, coarsened, keyOfState, type State } from './state.ts';
import { arrival, stepBlock } from './step.ts';
import { logFate, newLog, type Log, type Tracking } from './tracking.ts';

/** Different states that one block may hold with their guards, and as many again without; what comes then is widened to unknown. */
export const DISJUNCTS = 8;
/** Steps after which one resource is given up; ten times what the largest function of real code has needed. */
export const BUDGET = 20_000;

export type Followed = { readonly log: Log; readonly exploration: Exploration<State> };

/** Everything of a tracking but what the passes make themselves. */
export type Ground = Omit<Tracking, 'birth' | 'beforeBirth' | 'keeps' | 'releaseAhead' | 'log'>;

/** The same, of one birth. */
type Aware = Ground & Pick<Tracking, 'birth' | 'beforeBirth'>;

export function follow(ground: Ground, birth: Birth): Followed {
  const way = leadingTo(ground.facts.predecessors, [birth.block]);
  const aware: Aware = { ...ground, birth, beforeBirth: block => way.has(block) };
  const first = pass(
    aware,
    () => true,
    () => true,
  );
  const touched = birth.call === null ? undefined : touchedByListener(ground, birth.call);
  if (touched !== undefined) return silenced(first, birth, touched);
  if (first.log.passedAt.size === 0) return first;
  const ahead = blocksBeforeRelease(ground, birth.block, first.log.releasedAt);
  return pass(
    aware,
    block => keeps(ground.fn, block, ahead),
    block => ahead.has(block),
  );
}

/** A listener given to the very call that makes the resource is its co-owner from the start. */
function silenced(first: Followed, { made }: Birth, why: string): Followed {
  const log = newLog();
  logFate(log, { kind: 'unknown', span: made.span, why });
  return { ...first, log };
}

/** The blocks from whose entry a release follows on normal edges, before the next resource is born. */
function blocksBeforeRelease({ fn, facts }: Ground, birth: BlockId, releasedAt: ReadonlySet<BlockId>): ReadonlySet<BlockId> {
  const normal = new Map(
    [...facts.predecessors].map(([block, before]) => [block, before.filter(other => leadsNormally(fn, other, block))]),
  );
  return leadingTo(normal, releasedAt, block => block !== birth);
}

function leadsNormally(fn: FunctionIr, from: BlockId, to: BlockId): boolean {
  const terminator = fn.blocks.get(from)?.terminator;
  return terminator !== undefined && !exceptionalTargetsOf(terminator).includes(to);
}

/** Whether the call that ends the block gives the resource back: a release follows where it returns. */
function keeps(fn: FunctionIr, block: BlockId, ahead: ReadonlySet<BlockId>): boolean {
  const it = fn.blocks.get(block)?.terminator;
  return it?.kind === 'call' && ahead.has(it.next);
}

function pass(aware: Aware, keepsAt: (block: BlockId) => boolean, releaseAhead: (block: BlockId) => boolean): Followed {
  const log = newLog();
  const tracking: Tracking = { ...aware, keeps: keepsAt, releaseAhead, log };
  const { birth } = aware;
  const atEntry = birth?.call === null ? birth.state : bornState('unborn', null, null);
  const start: Arrival<State> = arrival(tracking, aware.fn.entry, atEntry);
  const exploration = explore(aware.fn, [start], {
    key: keyOfState,
    step: (block, state, node: PathNode<State>) => stepBlock(tracking, block, state, node),
    limit: DISJUNCTS,
    coarsen: coarsened,
    overflow(block) {
      logFate(log, { kind: 'unknown', span: block.terminator.span, why: 'too many different states' });
    },
    budget: BUDGET,
  });
  // States that forgot their guards may have come together from paths that exclude each other.
  const [believed, doubted] = [log.unmet.filter(({ node }) => isConsistent(tracking, node)), log.unmet.length];
  if (believed.length < doubted) logFate(log, { kind: 'unknown', span: aware.fn.span, why: 'the path contradicts itself' });
  log.unmet.splice(0, doubted, ...believed);
  log.twice.splice(0, log.twice.length, ...log.twice.filter(({ node }) => isConsistent(tracking, node)));
  return { log, exploration };
}
