/** What following any resource of a module needs: facts of its functions and answers about them, each made once and shared. */
import type { BlockId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { ClassName, ResourceClass } from '../protocol/protocol.ts';
import { methodOf } from './call.ts';
import { capturesOf } from './captures.ts';
import { type CellFacts, cellFactsOf } from './cell-facts.ts';
import { type Classes, classesOf } from './classes.ts';
import { type ClosureSites, closureSitesOf } from './closure-sites.ts';
import { factsOfModule, type FunctionFacts } from './function-facts.ts';
import type { Ground } from './follow.ts';
import { ignoredResultsIn } from './ignored-results.ts';
import { type Endings, endingsOf } from './endings.ts';
import type { ModelIndex } from './model-index.ts';

export type Grounds = {
  factsOf(fn: FunctionIr): FunctionFacts;
  readonly classes: Classes;
  readonly endings: Endings;
  /** Where a resource of the class is followed through the function. */
  of(resource: ResourceClass, fn: FunctionIr): Ground;
};

/** `conceivable`: whether calls that the source does not show to throw may throw. */
export function groundsOf(module: ModuleIr, models: ModelIndex, conceivable: boolean): Grounds {
  let knownCells: CellFacts | undefined;
  const cells = (): CellFacts => (knownCells ??= cellFactsOf(module));
  const factsOf = factsOfModule(module, cells);
  const classes = classesOf(module, models, factsOf, cells);
  const endings = endingsOf(module, models, factsOf);
  const byClass = new Map<ClassName, (fn: FunctionIr) => Ground>();
  let closures: ClosureSites | undefined;
  let ignored: ReadonlySet<FunctionId> | undefined;

  function groundsFor(resource: ResourceClass): (fn: FunctionIr) => Ground {
    const groundOf = (fn: FunctionIr): Ground => {
      let releases: readonly BlockId[] | undefined;
      return {
        module,
        fn,
        facts: factsOf(fn),
        factsOf,
        models,
        classes,
        resource,
        conceivable,
        endings,
        // Most functions bring nothing into being, and then nobody asks.
        get ignoredResults() {
          return (ignored ??= ignoredResultsIn(module, factsOf));
        },
        get closures() {
          return (closures ??= closureSitesOf(module));
        },
        releases: () => (releases ??= releasesIn(fn, models, resource)),
        ...captures,
      };
    };
    const captures = capturesOf(module, groundOf);
    return groundOf;
  }

  return {
    factsOf,
    classes,
    endings,
    of(resource, fn) {
      const known = byClass.get(resource.name) ?? groundsFor(resource);
      byClass.set(resource.name, known);
      return known(fn);
    },
  };
}

/** The blocks whose call releases some resource of the class, by the name of the method. */
function releasesIn(fn: FunctionIr, models: ModelIndex, { name }: ResourceClass): readonly BlockId[] {
  return [...fn.blocks.values()].flatMap(({ id, terminator: it }) => {
    if (it.kind !== 'call' || it.callee.kind !== 'method') return [];
    const effects = models.effectsOf(methodOf(name, it.callee.name), false);
    return effects?.some(effect => effect.kind === 'release') ? [id] : [];
  });
}
