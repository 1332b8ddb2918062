/**
 * From what was seen of one resource to its lifetimes: where it was acquired, where it went, on which exits it is unmet and why.
 *
 * Approximation: an unmet cause is a path of the graph (*may*); a silence has a fate, or a reason, that says why.
 */
import type { FunctionIr } from '../ir/ir.ts';
import type { Cause, Exit, Lifetime } from '../protocol/lifetime.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Birth } from './births.ts';
import type { Followed, Ground } from './follow.ts';
import type { Site } from './state.ts';
import type { Log, UnmetExit } from './tracking.ts';
import { witnessOf } from './witness.ts';

/** The lifetimes of one resource in source order: an object can be opened at several calls, and one never opened has none. */
export function lifetimesOf(ground: Ground, { result, boundedBy }: Birth, { log, exploration }: Followed): readonly Lifetime[] {
  const { fn, protocol } = ground;
  const states = [...[...exploration.nodes.values()].flat(), ...log.unmet].map(({ state }) => state);
  const sites = new Map(states.flatMap(({ site }) => (site ? [[site.span.start, site] as const] : [])));
  const fates = [...log.fates.values()].sort((a, b) => a.span.start - b.span.start);
  const name = fn.names.get(result) ?? [...log.calledAs][0];
  const silentBecause = silence(fn, protocol, log, boundedBy);
  return [...sites.values()]
    .sort((a, b) => a.span.start - b.span.start)
    .map(site => ({
      protocol: protocol.name,
      api: site.api,
      name,
      acquiredAt: site.span,
      functionName: fn.name,
      fates,
      causes: log.unmet
        .filter(({ state, exit }) => state.site?.block === site.block && counts(protocol, exit))
        .map(unmet => causeOf(ground, site, unmet))
        .sort(compareCauses),
      ...(silentBecause === undefined ? {} : { silentBecause }),
    }));
}

function causeOf(ground: Ground, site: Site, unmet: UnmetExit): Cause {
  const { edge, read } = unmet.state;
  return { kind: 'unmet', exit: unmet.exit, edge, read, witness: witnessOf(ground, site, unmet) };
}

/** Where only an evident scope counts, leaving it open by `return` is how it is meant to live on. */
function counts(protocol: Protocol, exit: Exit): boolean {
  return protocol.counts === 'always' || exit !== 'return';
}

/** Evident before conceivable, a leak per round before a leak per call, then the shortest path, then the first in the source. */
function compareCauses(a: Cause, b: Cause): number {
  if (a.edge !== b.edge) return a.edge === 'evident' ? -1 : 1;
  const perRound = (cause: Cause): boolean => cause.exit === 'overwrite' || cause.exit === 'iteration';
  if (perRound(a) !== perRound(b)) return perRound(a) ? -1 : 1;
  const [lastA, lastB] = [a.witness.at(-1), b.witness.at(-1)];
  return a.witness.length - b.witness.length || (lastA?.span.start ?? 0) - (lastB?.span.start ?? 0);
}

function silence(fn: FunctionIr, protocol: Protocol, log: Log, boundedBy: string | undefined): string | undefined {
  if (boundedBy !== undefined) return `its option '${boundedBy}' ends it`;
  if (fn.kind === 'module') return 'it lives as long as the process';
  return protocol.counts === 'always' || log.releasedReturn ? undefined : 'nothing shows that its scope ends';
}
