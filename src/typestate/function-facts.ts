/** What the steps ask about one function's graph: who defines a value, which names are live. Computed once, on demand. */
import type { Liveness } from '../dataflow/liveness.ts';
import { type Name, named } from '../dataflow/name.ts';
import { livenessOf } from '../dataflow/liveness.ts';
import { type Predecessors, predecessorsOf } from '../dataflow/predecessors.ts';
import type { CellId, Constant, FunctionId, FunctionIr, Instruction, ModuleIr, ValueId } from '../ir/ir.ts';
import { definedBy, usedBy, usedByTerminator } from '../ir/visit-ir.ts';
import type { Call } from './call.ts';
import type { CellFacts } from './cell-facts.ts';
import { type GuardFacts, guardFactsOf } from './guards.ts';

export type FunctionFacts = {
  readonly predecessors: Predecessors;
  readonly liveness: Liveness;
  readonly guards: GuardFacts;
  /** The instruction that defines the value; undefined for parameters, caught values, call results. */
  definitionOf(value: ValueId): Instruction | undefined;
  /** The constant a value certainly is; undefined where it is none (or the constant `undefined`). */
  constantOf(value: ValueId): Constant;
  /** The call whose result the value is. */
  callOf(value: ValueId): Call | undefined;
  /** The value whose awaiting gives this one. */
  awaitedBy(result: ValueId): ValueId | undefined;
  /** How often the value is used. */
  usesOf(value: ValueId): number;
  /** Whether the value only ever is an argument of calls, or is spread into such a value. */
  isOnlyPassed(value: ValueId): boolean;
  /** Whether closures see the cell and it is written more than once. */
  isSharedFlag(cell: CellId): boolean;
  /** The values that this function writes to the cell. */
  writtenTo(cell: CellId): readonly ValueId[];
  /** Whether the function stores to a property of this name. */
  stores(property: string): boolean;
  /** The function of this module that a value certainly is. */
  closureOf(value: ValueId): FunctionId | undefined;
};

/** Facts of every function of the module, each made when first asked for. */
export function factsOfModule(module: ModuleIr, cells: () => CellFacts): (fn: FunctionIr) => FunctionFacts {
  const known = new Map<FunctionId, FunctionFacts>();
  return fn => {
    const facts = known.get(fn.id) ?? factsOf(fn, module, cells);
    known.set(fn.id, facts);
    return facts;
  };
}

function factsOf(fn: FunctionIr, module: ModuleIr, cells: () => CellFacts): FunctionFacts {
  let definitions: ReadonlyMap<ValueId, Instruction> | undefined;
  const definitionOf = (value: ValueId): Instruction | undefined => (definitions ??= definitionsIn(fn)).get(value);
  const stores = (property: string): boolean => (stored ??= storedIn(fn)).has(property);
  const predecessors = (): Predecessors => (before ??= predecessorsOf(fn));
  let before: Predecessors | undefined;
  let liveness: Liveness | undefined;
  let guards: GuardFacts | undefined;
  let calls: ReadonlyMap<ValueId, Call> | undefined;
  let awaits: ReadonlyMap<ValueId, ValueId> | undefined;
  let kept: ReadonlySet<ValueId> | undefined;
  let uses: ReadonlyMap<ValueId, number> | undefined;
  let stored: ReadonlySet<string> | undefined;
  let written: ReadonlyMap<CellId, readonly ValueId[]> | undefined;
  return {
    get predecessors() {
      return predecessors();
    },
    get liveness() {
      return (liveness ??= livenessOf(fn, name => isCaptured(name, module), predecessors()));
    },
    get guards() {
      return (guards ??= guardFactsOf(fn, module, { definitionOf, stores }, predecessors()));
    },
    definitionOf,
    callOf: value => (calls ??= callsIn(fn)).get(value),
    awaitedBy: result => (awaits ??= awaitsIn(fn)).get(result),
    usesOf: value => (uses ??= usesIn(fn)).get(value) ?? 0,
    isOnlyPassed: value => !(kept ??= keptIn(fn)).has(value),
    isSharedFlag: cell => (module.cells.get(cell)?.captured ?? false) && cells().writtenTo(cell).length > 1,
    writtenTo: cell => (written ??= writtenIn(fn)).get(cell) ?? [],
    stores,
    constantOf(value) {
      const definition = definitionOf(value);
      return definition?.kind === 'const' ? definition.value : undefined;
    },
    closureOf(value) {
      const definition = definitionOf(value);
      if (definition?.kind === 'closure') return definition.fn;
      return definition?.kind === 'read' ? cells().closureIn(definition.cell) : undefined;
    },
  };
}

function callsIn(fn: FunctionIr): ReadonlyMap<ValueId, Call> {
  return new Map([...fn.blocks.values()].flatMap(({ terminator: it }) => (it.kind === 'call' ? [[it.result, it] as const] : [])));
}

function awaitsIn(fn: FunctionIr): ReadonlyMap<ValueId, ValueId> {
  return new Map(
    [...fn.blocks.values()].flatMap(({ terminator: it }) =>
      it.kind === 'suspend' && it.how === 'await' ? [[it.result, it.value] as const] : [],
    ),
  );
}

function usesIn(fn: FunctionIr): ReadonlyMap<ValueId, number> {
  const uses = new Map<ValueId, number>();
  const count = (value: ValueId): void => void uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const { instructions, terminator } of fn.blocks.values()) {
    for (const instruction of instructions) usedBy(instruction).forEach(count);
    usedByTerminator(terminator).forEach(count);
  }
  return uses;
}

/** The values that are used as anything but an argument of a call, or a spread of an object that is not itself kept. */
function keptIn(fn: FunctionIr): ReadonlySet<ValueId> {
  const kept = new Set<ValueId>();
  const spreads: Extract<Instruction, { kind: 'object' }>[] = [];
  for (const { instructions, terminator } of fn.blocks.values()) {
    for (const it of instructions) {
      if (it.kind === 'object') spreads.push(it);
      const harmless = new Set(it.kind === 'object' ? it.entries.flatMap(entry => (entry.spread ? [entry.value] : [])) : []);
      for (const used of usedBy(it)) if (!harmless.has(used)) kept.add(used);
    }
    for (const used of usedByTerminator(
      terminator.kind === 'call' ? { ...terminator, args: terminator.args.filter(arg => arg.spread) } : terminator,
    ))
      kept.add(used);
  }
  // Backwards, because an object is made after what is spread into it.
  for (const object of spreads.reverse()) {
    if (kept.has(object.to)) for (const entry of object.entries) if (entry.spread) kept.add(entry.value);
  }
  return kept;
}

function writtenIn(fn: FunctionIr): ReadonlyMap<CellId, readonly ValueId[]> {
  const written = new Map<CellId, ValueId[]>();
  for (const { instructions } of fn.blocks.values()) {
    for (const it of instructions) {
      if (it.kind !== 'write') continue;
      const values = written.get(it.cell);
      if (values) values.push(it.value);
      else written.set(it.cell, [it.value]);
    }
  }
  return written;
}

function storedIn(fn: FunctionIr): ReadonlySet<string> {
  return new Set(
    [...fn.blocks.values()].flatMap(({ instructions }) =>
      instructions.flatMap(it => (it.kind === 'store' && typeof it.property === 'string' ? [it.property] : [])),
    ),
  );
}

function definitionsIn(fn: FunctionIr): ReadonlyMap<ValueId, Instruction> {
  const definitions = new Map<ValueId, Instruction>();
  for (const block of fn.blocks.values()) {
    for (const instruction of block.instructions) {
      const defined = definedBy(instruction);
      if (defined !== null) definitions.set(defined, instruction);
    }
  }
  return definitions;
}

/** Captured cells are read by closures at any time. */
function isCaptured(name: Name, module: ModuleIr): boolean {
  const what = named(name);
  return 'cell' in what && (module.cells.get(what.cell)?.captured ?? true);
}
