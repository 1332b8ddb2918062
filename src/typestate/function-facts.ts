/** What the steps ask about one function's graph: who defines a value, which names are live. Computed once, on demand. */
import type { Liveness } from '../dataflow/liveness.ts';
import { livenessOf, mentionsOf } from '../dataflow/liveness.ts';
import type { CellId, Constant, FunctionId, FunctionIr, Instruction, ModuleIr, ValueId } from '../ir/ir.ts';
import { definedBy } from '../ir/visit-ir.ts';
import { type GuardFacts, guardFactsOf } from './guards.ts';

export type FunctionFacts = {
  readonly liveness: Liveness;
  readonly mentions: Liveness;
  readonly guards: GuardFacts;
  /** The instruction that defines the value; undefined for parameters, caught values, call results. */
  definitionOf(value: ValueId): Instruction | undefined;
  /** The constant a value certainly is; undefined where it is none (or the constant `undefined`). */
  constantOf(value: ValueId): Constant;
  /** The function of this module that a value certainly is. */
  closureOf(value: ValueId): FunctionId | undefined;
};

/** Facts of every function of the module, each made when first asked for. */
export function factsOfModule(module: ModuleIr): (fn: FunctionIr) => FunctionFacts {
  const known = new Map<FunctionId, FunctionFacts>();
  let closures: ReadonlyMap<CellId, FunctionId> | undefined;
  return fn => {
    const facts = known.get(fn.id) ?? factsOf(fn, module, cell => (closures ??= closureCells(module)).get(cell));
    known.set(fn.id, facts);
    return facts;
  };
}

function factsOf(fn: FunctionIr, module: ModuleIr, closureIn: (cell: CellId) => FunctionId | undefined): FunctionFacts {
  const definitions = new Map<ValueId, Instruction>();
  for (const block of fn.blocks.values()) {
    for (const instruction of block.instructions) {
      const defined = definedBy(instruction);
      if (defined !== null) definitions.set(defined, instruction);
    }
  }
  let liveness: Liveness | undefined;
  let mentions: Liveness | undefined;
  let guards: GuardFacts | undefined;
  return {
    get liveness() {
      return (liveness ??= livenessOf(fn, cell => module.cells.get(cell)?.captured ?? true));
    },
    get mentions() {
      return (mentions ??= mentionsOf(fn));
    },
    get guards() {
      return (guards ??= guardFactsOf(fn, module));
    },
    definitionOf: value => definitions.get(value),
    constantOf(value) {
      const definition = definitions.get(value);
      return definition?.kind === 'const' ? definition.value : undefined;
    },
    closureOf(value) {
      const definition = definitions.get(value);
      if (definition?.kind === 'closure') return definition.fn;
      return definition?.kind === 'read' ? closureIn(definition.cell) : undefined;
    },
  };
}

/** Cells that are written once in the whole module, and with a closure. */
function closureCells(module: ModuleIr): ReadonlyMap<CellId, FunctionId> {
  const writes = new Map<CellId, FunctionId | null>();
  for (const fn of module.functions.values()) {
    const closures = new Map<ValueId, FunctionId>();
    for (const block of fn.blocks.values()) {
      for (const it of block.instructions) {
        if (it.kind === 'closure') closures.set(it.to, it.fn);
        if (it.kind === 'write') writes.set(it.cell, writes.has(it.cell) ? null : (closures.get(it.value) ?? null));
      }
    }
  }
  return new Map([...writes].flatMap(([cell, closure]) => (closure === null ? [] : [[cell, closure] as const])));
}
