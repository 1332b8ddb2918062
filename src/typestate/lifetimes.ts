/**
 * From what was seen of one resource to its lifetimes: where it was acquired, where it went, on which exits it is unmet and why.
 *
 * Approximation: an unmet cause is a path of the graph (*may*); a silence has a fate, or a reason, that says why.
 */
import { pathTo } from '../dataflow/explore.ts';
import type { FunctionIr } from '../ir/ir.ts';
import type { Cause, Lifetime, TwiceCause, UnmetCause } from '../protocol/lifetime.ts';
import type { ResourceClass } from '../protocol/protocol.ts';
import type { Birth } from './births.ts';
import type { Followed, Ground } from './follow.ts';
import { failureEndsProcess } from './main-functions.ts';
import { lostByReconnect } from './reconnect.ts';
import type { Site, State } from './state.ts';
import { type Log, owes, type SecondRelease, type UnmetExit } from './tracking.ts';
import { secondReleaseOf, type Start, witnessOf } from './witness.ts';

/** The lifetimes of one resource in source order: an object can be opened at several calls, and one never opened has none. */
export function lifetimesOf(ground: Ground, birth: Birth, followed: Followed): readonly Lifetime[] {
  const { fn, resource } = ground;
  const { log, exploration } = followed;
  const states = [...[...exploration.nodes.values()].flat(), ...log.unmet].map(({ state }) => state);
  const sites = new Map(states.flatMap(({ site }) => (site ? [[site.span.start, site] as const] : [])));
  const fates = [...log.fates.values()].sort((a, b) => a.span.start - b.span.start);
  const name = fn.names.get(birth.result) ?? [...log.calledAs][0];
  const how = birth.call === null ? 'received' : 'acquired';
  const reconnected = lostByReconnect(ground, birth, followed);
  const survived = survivedBy(ground, log);
  const silentBecause =
    survived.length < log.unmet.length && survived.length === 0
      ? `a failure of ${fn.name} ends the process`
      : silence(fn, resource, log, birth.boundedBy);
  return [...sites.values()]
    .sort((a, b) => a.span.start - b.span.start)
    .map(site => ({
      protocol: resource.protocol,
      ...(resource.until === undefined ? {} : { until: resource.until }),
      api: site.api,
      name,
      acquiredAt: site.span,
      received: birth.received !== 'no',
      functionName: fn.name,
      fates,
      causes: [
        ...(reconnected && site.span.start === birth.made.span.start ? [reconnected] : []),
        ...survived
          .filter(
            unmet =>
              isOf(site, unmet) && counts(ground, resource, unmet) && (birth.received === 'no' || isAbandoned(birth, followed, unmet)),
          )
          .map(unmet => causeOf(ground, { ...site, how }, unmet, birth))
          .sort(compareCauses),
        ...log.twice
          .filter(second => resource.protocol === 'checkout' && isOf(site, second))
          .map(second => twiceOf(ground, { ...site, how }, second))
          .sort(compareCauses),
      ],
      ...(silentBecause === undefined ? {} : { silentBecause }),
    }));
}

/** The unmet exits after which the process goes on. */
function survivedBy(ground: Ground, { unmet }: Log): readonly UnmetExit[] {
  const fails = ({ exit }: UnmetExit): boolean => exit === 'reject' || exit === 'throw';
  return unmet.some(fails) && failureEndsProcess(ground) ? unmet.filter(one => !fails(one)) : unmet;
}

const isOf = (site: Site, { state }: SecondRelease): boolean => state.site?.span.start === site.span.start;

function causeOf(ground: Ground, site: Start, unmet: UnmetExit, { received }: Birth): UnmetCause {
  const { edge } = unmet.state;
  const read = received === 'still-read' ? 'somebody' : unmet.state.read;
  return { kind: 'unmet', exit: unmet.exit, edge, read, witness: witnessOf(ground, site, unmet) };
}

function twiceOf(ground: Ground, site: Start, second: SecondRelease): TwiceCause {
  return { kind: 'released-twice', edge: second.state.edge, witness: secondReleaseOf(ground, site, second) };
}

/**
 * Where only an evident scope counts, leaving it open by `return` is how it is meant to live on. Of a pool that the function closes where
 * all goes well, a return after a failure that it caught is an exit as any other.
 */
function counts({ fn }: Ground, resource: ResourceClass, { exit, node }: UnmetExit): boolean {
  if (resource.counts === 'always' || exit !== 'return') return true;
  return (
    resource.protocol !== 'server' &&
    pathTo(node).some(({ block, state }) => owes(state) && (fn.blocks.get(block)?.caught ?? null) !== null)
  );
}

/**
 * Whether a resource that the platform handed over is abandoned there: nobody has begun to read it. By a return, unless to ignore it is
 * enough, only where the function does more with it on another path, so that the return is an early one.
 */
function isAbandoned({ received }: Birth, { log, exploration }: Followed, { exit, state }: UnmetExit): boolean {
  if (state.read !== 'nobody' || state.waits) return false;
  const isUsed = (other: State): boolean => other.read !== 'nobody' || other.waits;
  if (exit !== 'return' || received !== 'early-exit') return true;
  return log.fates.size > 0 || [...exploration.nodes.values()].flat().some(node => isUsed(node.state));
}

/** Evident before conceivable, a leak per round before a leak per call, then the shortest path, then the first in the source. */
function compareCauses(a: Cause, b: Cause): number {
  if (a.edge !== b.edge) return a.edge === 'evident' ? -1 : 1;
  const perRound = (cause: Cause): boolean => cause.kind === 'unmet' && (cause.exit === 'overwrite' || cause.exit === 'iteration');
  if (perRound(a) !== perRound(b)) return perRound(a) ? -1 : 1;
  const [lastA, lastB] = [a.witness.at(-1), b.witness.at(-1)];
  return a.witness.length - b.witness.length || (lastA?.span.start ?? 0) - (lastB?.span.start ?? 0);
}

function silence(fn: FunctionIr, resource: ResourceClass, log: Log, boundedBy: string | undefined): string | undefined {
  if (boundedBy !== undefined) return `its option '${boundedBy}' ends it`;
  if (fn.kind === 'module') return 'it lives as long as the process';
  return resource.counts === 'always' || log.releasedReturn ? undefined : 'nothing shows that its scope ends';
}
