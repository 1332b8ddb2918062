/**
 * The folder's entry: the lifetimes of everything that the functions of a module acquire.
 *
 * Approximation: an unmet cause is a path of the graph (*may*); a silence has a fate that says why. A resource of the module body
 * lives as long as the process and is never unmet.
 */
import type { ApiRef, Block, FunctionIr, ModuleIr } from '../ir/ir.ts';
import { valueName } from '../dataflow/name.ts';
import type { Effect } from '../protocol/effect.ts';
import type { Cause, Fate, Lifetime } from '../protocol/lifetime.ts';
import { type Protocol, PROTOCOLS } from '../protocol/protocol.ts';
import { capturesOf } from './captures.ts';
import { factsOfModule } from './function-facts.ts';
import { follow, type Followed, type Ground } from './follow.ts';
import { throwersOf } from './may-throw.ts';
import type { ModelIndex } from './model-index.ts';
import { bornState, type Site } from './state.ts';
import { arrival } from './step.ts';
import { type Call, siteOf } from './call.ts';
import type { UnmetExit } from './tracking.ts';
import { newLog } from './tracking.ts';
import { witnessOf } from './witness.ts';

/** One resource as it was followed: its lifetimes (an object can be opened at several calls) and the states on the way. */
export type FollowedResource = {
  readonly fn: FunctionIr;
  readonly protocol: Protocol;
  readonly followed: Followed;
  readonly lifetimes: readonly Lifetime[];
};

export type TypestateOptions = { readonly errorPaths: 'evident' | 'all' };

/** Follows every resource that a call of the module brings into being, in source order. */
export function followModule(module: ModuleIr, models: ModelIndex, options: TypestateOptions): readonly FollowedResource[] {
  const factsFor = factsOfModule(module);
  const mayThrow = throwersOf(module, models);
  const functions = [...module.functions.values()];
  const groundsFor = (protocol: Protocol): ((fn: FunctionIr) => Ground) => {
    const groundOf = (fn: FunctionIr): Ground => ({
      module,
      fn,
      facts: factsFor(fn),
      models,
      protocol,
      conceivable: options.errorPaths === 'all',
      mayThrow,
      ...captures,
    });
    const captures = capturesOf(functions, groundOf);
    return groundOf;
  };
  const grounds = { socket: groundsFor(PROTOCOLS.socket), server: groundsFor(PROTOCOLS.server) };

  return functions.flatMap(fn =>
    [...fn.blocks.values()].flatMap(block => {
      const birth = birthAt(block, models);
      if (!birth) return [];
      const ground = grounds[birth.effect.protocol](fn);
      if (birth.effect.kind === 'acquire' && isBounded(ground, birth)) return [];
      return [followBirth(ground, block, birth)];
    }),
  );
}

type Birth = { readonly call: Call; readonly api: ApiRef; readonly effect: Extract<Effect, { kind: 'acquire' | 'create' }> };

/** The call that ends the block, if its result is a new resource. */
function birthAt({ terminator }: Block, models: ModelIndex): Birth | undefined {
  if (terminator.kind !== 'call' || terminator.callee.kind !== 'api') return undefined;
  const { api } = terminator.callee;
  const effect = models
    .effectsOf(api, terminator.construct)
    ?.find(
      (candidate): candidate is Birth['effect'] =>
        (candidate.kind === 'acquire' || candidate.kind === 'create') && candidate.into === 'result',
    );
  return effect && { call: terminator, api, effect };
}

/** Whether an option hands the end of the resource to somebody else (`signal`). */
function isBounded({ facts }: Ground, { call, effect }: Birth): boolean {
  if (effect.kind !== 'acquire' || effect.unless === undefined) return false;
  return call.args.some(arg => {
    const definition = facts.definitionOf(arg.value);
    return definition?.kind === 'object' && definition.entries.some(entry => entry.key === effect.unless);
  });
}

function followBirth(ground: Ground, block: Block, { call, api, effect }: Birth): FollowedResource {
  const site = effect.kind === 'acquire' ? siteOf(call.span, block.id, api) : null;
  const born = bornState(site ? 'open' : 'idle', valueName(call.result), site);
  const start = arrival({ ...ground, keeps: () => true, log: newLog() }, call.next, born);
  const followed = follow(ground, start);
  return { fn: ground.fn, protocol: ground.protocol, followed, lifetimes: lifetimesOf(ground, call, followed) };
}

function lifetimesOf({ fn, protocol }: Ground, call: Call, { log, exploration }: Followed): readonly Lifetime[] {
  const sites = new Map<number, Site>();
  for (const nodes of exploration.nodes.values())
    for (const { state } of nodes) if (state.site) sites.set(state.site.span.start, state.site);
  for (const { state } of log.unmet) if (state.site) sites.set(state.site.span.start, state.site);
  const fates = [...log.fates.values()].sort((a, b) => a.span.start - b.span.start);
  const name = fn.names.get(call.result) ?? [...log.calledAs][0];
  return [...sites.values()]
    .sort((a, b) => a.span.start - b.span.start)
    .map(site => {
      const causes = log.unmet.filter(({ state }) => state.site?.block === site.block).map(unmet => causeOf(fn, site, unmet));
      const silentBecause = silence(fn, protocol, fates);
      return {
        protocol: protocol.name,
        api: site.api,
        name,
        acquiredAt: site.span,
        functionName: fn.name,
        fates,
        causes: causes.sort(compareCauses),
        ...(silentBecause === undefined ? {} : { silentBecause }),
      };
    });
}

function causeOf(fn: FunctionIr, site: Site, unmet: UnmetExit): Cause {
  const { edge, consumed } = unmet.state;
  return { kind: 'unmet', exit: unmet.exit, edge, consumed, witness: witnessOf(fn, site, unmet) };
}

/** Evident before conceivable, a leak per round before a leak per call, then the shortest path, then the first in the source. */
function compareCauses(a: Cause, b: Cause): number {
  if (a.edge !== b.edge) return a.edge === 'evident' ? -1 : 1;
  const perRound = (cause: Cause): boolean => cause.exit === 'overwrite' || cause.exit === 'iteration';
  if (perRound(a) !== perRound(b)) return perRound(a) ? -1 : 1;
  const [lastA, lastB] = [a.witness.at(-1), b.witness.at(-1)];
  return a.witness.length - b.witness.length || (lastA?.span.start ?? 0) - (lastB?.span.start ?? 0);
}

function silence(fn: FunctionIr, protocol: Protocol, fates: readonly Fate[]): string | undefined {
  if (fn.kind === 'module') return 'it lives as long as the process';
  const scoped = protocol.counts === 'always' || fates.some(fate => fate.kind === 'released');
  return scoped ? undefined : 'nothing shows that its scope ends';
}
