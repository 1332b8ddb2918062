/**
 * Whether what a function returns is of its own making: a factory that sometimes returns somebody else's socket hands nothing over for
 * certain. Approximation: *must*.
 */
import type { FunctionIr, ValueId } from '../ir/ir.ts';
import type { FunctionFacts } from './function-facts.ts';

/** The values of the function's return statements; a bare `return` has none. */
export function returnedValues(fn: FunctionIr): readonly ValueId[] {
  return [...fn.blocks.values()].flatMap(({ terminator: it }) => (it.kind === 'return' && it.value !== null ? [it.value] : []));
}

/** Whether the value is one of those made, possibly through variables or methods that return their receiver, or a constant. */
export function isMade(value: ValueId, made: ReadonlySet<ValueId>, facts: FunctionFacts, depth = 0): boolean {
  if (made.has(value)) return true;
  if (depth > 8) return false;
  const it = facts.definitionOf(value);
  if (it?.kind === 'const') return true;
  if (it?.kind === 'read') {
    const written = facts.writtenTo(it.cell);
    return written.length > 0 && written.every(other => isMade(other, made, facts, depth + 1));
  }
  const receiver = facts.callOf(value)?.receiver ?? null;
  return receiver !== null && isMade(receiver, made, facts, depth + 1);
}
