/**
 * The conditions of a function's branches as keys: equal keys ask the same question. Approximation: *must*: a condition that reads what
 * may change behind the function's back (a captured cell, a property it stores to) has no key.
 */
import type { Block, BlockId, CellId, FunctionIr, Instruction, ModuleIr, ValueId } from '../ir/ir.ts';
import { definedBy } from '../ir/visit-ir.ts';

export type Condition = { readonly key: string; readonly negated: boolean };

/** What keys are made of, from the facts of the function. */
export type ConditionFacts = {
  definitionOf(value: ValueId): Instruction | undefined;
  stores(property: string): boolean;
};

/** Expressions nested deeper than this have no key. */
const DEPTH = 4;

const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ['!==', '==='],
  ['!=', '=='],
]);

/** The conditions by the block whose branch reads them. */
export function conditionsOf(fn: FunctionIr, module: ModuleIr, facts: ConditionFacts): Map<BlockId, Condition> {
  const conditions = new Map<BlockId, Condition>();
  for (const block of fn.blocks.values()) {
    if (block.terminator.kind !== 'branch') continue;
    const condition = conditionOf(block, block.terminator.test, module, facts);
    if (condition) conditions.set(block.id, condition);
  }
  return conditions;
}

function conditionOf(block: Block, test: ValueId, module: ModuleIr, { definitionOf, stores }: ConditionFacts): Condition | undefined {
  const local = new Map(block.instructions.flatMap((it, i) => (definedBy(it) === null ? [] : [[definedBy(it), { it, i }] as const])));

  /** Undefined: not a stable condition (an object made here, a captured cell, a property that is stored to). */
  function keyOf(value: ValueId, depth: number): string | undefined {
    if (depth > DEPTH) return undefined;
    const found = local.get(value);
    const it = found?.it ?? definitionOf(value);
    // What another block has read or loaded is as good as a name: a value is defined once.
    if (!it || (!found && it.kind !== 'const' && it.kind !== 'op')) return `v${value}`;
    switch (it.kind) {
      case 'const':
        return literal(it.value);
      case 'read':
        return isStable(module, it.cell) && !writtenAfter(block, found?.i ?? 0, it.cell) ? `c${it.cell}` : undefined;
      case 'load': {
        const object = typeof it.property === 'string' && !stores(it.property) ? keyOf(it.object, depth + 1) : undefined;
        return object === undefined ? undefined : `${object}.${String(it.property)}`;
      }
      case 'op':
        return keyOfOperation(it.operator, it.operands, depth);
      default:
        return undefined;
    }
  }

  function keyOfOperation(operator: string, operands: readonly ValueId[], depth: number): string | undefined {
    const keys = operands.map(operand => keyOf(operand, depth + 1));
    if (keys.includes(undefined)) return undefined;
    const [left, right] = keys;
    // `x == null` asks what `x ?? y` and `x?.y` ask.
    return operator === '==' && (right === 'null' || right === 'undefined') ? `is-nullish(${left})` : `${operator}(${keys.join(',')})`;
  }

  let [value, negated] = [test, false];
  for (;;) {
    const it = local.get(value)?.it ?? definitionOf(value);
    const [operand] = it?.kind === 'op' ? it.operands : [];
    if (it?.kind !== 'op' || operand === undefined) break;
    if (it.operator === '!') {
      [value, negated] = [operand, !negated];
      continue;
    }
    const positive = NEGATIONS.get(it.operator);
    if (positive === undefined) break;
    const key = keyOfOperation(positive, it.operands, 0);
    return key === undefined ? undefined : { key, negated: !negated };
  }
  const key = keyOf(value, 0);
  return key === undefined ? undefined : { key, negated };
}

/** A constant as keys spell it. */
export const literal = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));

const isStable = (module: ModuleIr, cell: CellId): boolean => module.cells.get(cell)?.captured === false;

function writtenAfter(block: Block, index: number, cell: CellId): boolean {
  return block.instructions.some((it, i) => i > index && it.kind === 'write' && it.cell === cell);
}
