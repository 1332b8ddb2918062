/**
 * The folder's entry: follows every resource of a module's functions, and says what each function does to its callers.
 *
 * A function is followed once, when it is first asked about; inside a recursion it hands nothing over.
 */
import type { FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Lifetime } from '../protocol/lifetime.ts';
import type { ResourceClass } from '../protocol/protocol.ts';
import { type Birth, birthAt, type OwedResult, type Parents } from './births.ts';
import { isMade, returnedValues } from './own-making.ts';
import { owes } from './tracking.ts';
import { follow, type Followed } from './follow.ts';
import { type Grounds, groundsOf } from './ground.ts';
import { lifetimesOf } from './lifetimes.ts';
import type { ModelIndex } from './model-index.ts';
import { receivedIn } from './received.ts';
import type { FunctionSummary } from './summary.ts';

/** One resource as it was followed: its lifetimes and the states on the way. */
export type FollowedResource = {
  readonly fn: FunctionIr;
  readonly resource: ResourceClass;
  readonly birth: Birth;
  readonly followed: Followed;
  readonly lifetimes: readonly Lifetime[];
};

export type FollowedModule = {
  /** In source order of their functions, then of their calls. */
  readonly resources: readonly FollowedResource[];
  summaryOf(fn: FunctionIr): FunctionSummary;
};

export function followModule(module: ModuleIr, models: ModelIndex, errorPaths: 'evident' | 'all'): FollowedModule {
  const grounds = groundsOf(module, models, errorPaths === 'all');
  const known = new Map<FunctionId, readonly FollowedResource[]>();
  const { classes, factsOf } = grounds;
  const parents: Parents = { module, models, classes, resultOf };
  const received = receivedIn(module, models, classes, factsOf);

  function followFunction(fn: FunctionIr): readonly FollowedResource[] {
    const answer = known.get(fn.id);
    if (answer) return answer;
    known.set(fn.id, []);
    const facts = factsOf(fn);
    const births = [...received.birthsAtEntry(fn), ...[...fn.blocks.values()].flatMap(block => birthAt(block, fn, facts, parents) ?? [])];
    const followed = births.map(birth => followBirth(grounds, fn, birth));
    known.set(fn.id, followed);
    return followed;
  }

  /** What the function hands to its caller, if every value it returns is a resource of its own making, or nothing. */
  function resultOf(id: FunctionId): OwedResult | undefined {
    const fn = module.functions.get(id);
    if (!fn || fn.generator) return undefined;
    const resources = followFunction(fn);
    const returned = resources.flatMap(handedOver);
    if (returned.length === 0) return undefined;
    const made = new Set(resources.flatMap(({ birth }) => (birth.call === null ? [] : [birth.result])));
    if (!returnedValues(fn).every(value => isMade(value, made, factsOf(fn)))) return undefined;
    return returned.find(result => returned.every(other => other.resource.name === result.resource.name));
  }

  return {
    resources: [...module.functions.values()].flatMap(followFunction),
    summaryOf(fn) {
      const socket = models.resourceOf('net.Socket');
      const touched = socket && grounds.of(socket, fn).touchedAsArgument;
      return {
        result: resultOf(fn.id)?.resource.protocol,
        mayThrow: grounds.endings.leavesByThrow(fn.id),
        parameters: fn.params.map((_, i) => (touched?.(fn.id, i) === undefined ? 'borrows' : 'takes')),
      };
    },
  };
}

function followBirth(grounds: Grounds, fn: FunctionIr, birth: Birth): FollowedResource {
  const ground = grounds.of(birth.resource, fn);
  const followed = follow(ground, birth);
  return { fn, resource: birth.resource, birth, followed, lifetimes: lifetimesOf(ground, birth, followed) };
}

function handedOver({ resource, birth, followed }: FollowedResource): readonly OwedResult[] {
  if (birth.call === null) return [];
  return followed.log.returned.flatMap(state =>
    state.site && owes(state) ? [{ resource, api: state.site.api, read: state.read, waits: state.waits }] : [],
  );
}
