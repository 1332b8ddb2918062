/** What following any resource of a module needs: facts of its functions and answers about them, each made once and shared. */
import type { BlockId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import { type Protocol, type ProtocolName, PROTOCOLS } from '../protocol/protocol.ts';
import { capturesOf } from './captures.ts';
import { type ClosureSites, closureSitesOf } from './closure-sites.ts';
import { factsOfModule } from './function-facts.ts';
import type { Ground } from './follow.ts';
import { endingsOf } from './endings.ts';
import type { ModelIndex } from './model-index.ts';

export type Grounds = (protocol: ProtocolName, fn: FunctionIr) => Ground;

/** `conceivable`: whether calls that the source does not show to throw may throw. */
export function groundsOf(module: ModuleIr, models: ModelIndex, conceivable: boolean): Grounds {
  const factsFor = factsOfModule(module);
  let closures: ClosureSites | undefined;
  const endings = endingsOf(module, models, factsFor);
  const groundsFor = (protocol: Protocol): ((fn: FunctionIr) => Ground) => {
    const groundOf = (fn: FunctionIr): Ground => {
      let releases: readonly BlockId[] | undefined;
      return {
        module,
        fn,
        facts: factsFor(fn),
        models,
        protocol,
        conceivable,
        endings,
        // Most functions bring nothing into being, and then nobody asks.
        get closures() {
          return (closures ??= closureSitesOf(module));
        },
        releases: () => (releases ??= releasesIn(fn, models, protocol)),
        ...captures,
      };
    };
    const captures = capturesOf(module, groundOf);
    return groundOf;
  };
  const grounds = { socket: groundsFor(PROTOCOLS.socket), server: groundsFor(PROTOCOLS.server) };
  return (protocol, fn) => grounds[protocol](fn);
}

/** The blocks whose call releases some resource of the protocol, by the name of the method. */
function releasesIn(fn: FunctionIr, models: ModelIndex, { class: name }: Protocol): readonly BlockId[] {
  const [module = '', className = ''] = name.split('.');
  return [...fn.blocks.values()].flatMap(({ id, terminator: it }) => {
    if (it.kind !== 'call' || it.callee.kind !== 'method') return [];
    const effects = models.effectsOf({ module, member: `${className}#${it.callee.name}` }, false);
    return effects?.some(effect => effect.kind === 'release') ? [id] : [];
  });
}
