/**
 * Classes of values: what library class a value is an instance of, so that `pool.connect()` means pg's wherever `pool` came from.
 *
 * A value has a class by what made it (a constructor, a call whose model says so), by the one class that everything written to its
 * variable or field has, or by what the source declares (`pool: Pool`). Approximation: *must*; a declaration is taken at its word.
 */
import type { ApiRef, CellId, ClassId, FunctionIr, ModuleIr, ValueId } from '../ir/ir.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { type Call, methodOf } from './call.ts';
import type { CellFacts } from './cell-facts.ts';
import { type FieldFacts, fieldFactsOf } from './field-facts.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';

export type Classes = {
  /** The library API that a call in the function denotes: settled by lowering, or a method of its receiver's class. */
  apiOf(call: Call, fn: FunctionIr): ApiRef | undefined;
};

/** Variables made of variables made of … are not followed further. */
const DEPTH = 8;

/** What is no instance, but may stand in a variable for the lack of one. */
const NOTHING = Symbol('nothing');

type Answer = string | typeof NOTHING | undefined;

export function classesOf(
  module: ModuleIr,
  models: ModelIndex,
  factsFor: (fn: FunctionIr) => FunctionFacts,
  cells: () => CellFacts,
): Classes {
  const ofCells = new Map<CellId, Answer>();
  const ofFields = new Map<string, Answer>();
  let known: FieldFacts | undefined;
  const fields = (): FieldFacts => (known ??= fieldFactsOf(module, factsFor));

  function classOf(value: ValueId, fn: FunctionIr, depth: number): Answer {
    if (depth > DEPTH) return undefined;
    const declared = fn.declaredClasses.get(value);
    if (declared) return `${declared.module}.${declared.member}`;
    const facts = factsFor(fn);
    const it = facts.definitionOf(value);
    if (it?.kind === 'const') return it.value === null || it.value === undefined ? NOTHING : undefined;
    if (it?.kind === 'read') return classOfCell(it.cell, depth + 1);
    if (it?.kind === 'load')
      return typeof it.property === 'string' ? classOfField(fields().ownerOf(it.object, facts), it.property, depth + 1) : undefined;
    if (it) return undefined;
    const call = facts.callOf(value);
    if (call) return classOfResult(call, fn, 'result', depth + 1);
    const awaited = facts.awaitedBy(value);
    if (awaited === undefined) return undefined;
    const promised = facts.callOf(awaited);
    return promised && (classOfResult(promised, fn, 'awaited', depth + 1) ?? classOf(awaited, fn, depth + 1));
  }

  function classOfCell(cell: CellId, depth: number): Answer {
    if (ofCells.has(cell)) return ofCells.get(cell);
    // While it is being asked, a variable that is made of itself has no class.
    ofCells.set(cell, undefined);
    const declared = module.cells.get(cell)?.declaredClass;
    const answer = declared
      ? `${declared.module}.${declared.member}`
      : agreed(
          cells()
            .writtenTo(cell)
            .map(write => classOf(write.value, write.fn, depth)),
        );
    ofCells.set(cell, answer);
    return answer;
  }

  function classOfField(owner: ClassId | undefined, property: string, depth: number): Answer {
    if (owner === undefined) return undefined;
    const key = `${owner}.${property}`;
    if (ofFields.has(key)) return ofFields.get(key);
    ofFields.set(key, undefined);
    const declared = module.classes.get(owner)?.declaredFields.get(property);
    const stored = fields().storedIn(owner, property);
    const answer = declared ? `${declared.module}.${declared.member}` : agreed(stored.map(({ value, fn }) => classOf(value, fn, depth)));
    ofFields.set(key, answer);
    return answer;
  }

  function classOfResult(call: Call, fn: FunctionIr, slot: Slot, depth: number): Answer {
    const api = apiOf(call, fn, depth);
    if (!api) return undefined;
    const effects = models.effectsOf(api, call.construct) ?? [];
    const named = effects.find(effect => 'resource' in effect && effect.into === slot);
    if (named && 'resource' in named) return named.resource;
    const same = effects.find((effect): effect is Extract<Effect, { kind: 'alias' }> => effect.kind === 'alias' && effect.to === slot);
    if (same?.from === 'this' && call.receiver !== null) return classOf(call.receiver, fn, depth);
    const constructed = `${api.module}.${api.member}`;
    return call.construct && slot === 'result' && models.knowsClass(constructed) ? constructed : undefined;
  }

  function apiOf(call: Call, fn: FunctionIr, depth: number): ApiRef | undefined {
    const { callee, receiver } = call;
    if (callee.kind === 'api') return callee.api;
    if (callee.kind !== 'method' || receiver === null) return undefined;
    const className = classOf(receiver, fn, depth);
    return typeof className === 'string' ? methodOf(className, callee.name) : undefined;
  }

  return { apiOf: (call, fn) => apiOf(call, fn, 0) };
}

/** The class that all of them have; what is nothing agrees with everything. */
function agreed(answers: readonly Answer[]): Answer {
  const [first, ...others] = answers.filter(answer => answer !== NOTHING);
  return others.every(other => other === first) ? first : undefined;
}
