/**
 * Functions that a callback is given beside its resource, to release it (pg: `pool.connect((error, client, done) => …)`).
 *
 * Approximation: calling it is a release (*must*); whoever else gets it may call it (*may*), and the resource is silent from there on.
 */
import type { CellId, FunctionId, Instruction, ValueId } from '../ir/ir.ts';
import { usedBy } from '../ir/visit-ir.ts';
import type { Call } from './call.ts';
import type { Tracking } from './tracking.ts';

/** Whether the call is one of the function that releases the followed resource. */
export function callsReleaser(t: Tracking, { callee }: Call): boolean {
  return callee.kind === 'value' && isReleaser(t, callee.value);
}

/** Whether the call hands that function on. */
export function passesReleaser(t: Tracking, { args }: Call): boolean {
  return args.some(({ value }) => isReleaser(t, value));
}

/** Whether somebody else has that function after the instruction: a closure sees it, or it is put somewhere. */
export function sharesReleaser(t: Tracking, it: Instruction): boolean {
  const releaser = t.birth?.releaser ?? null;
  if (releaser === null) return false;
  if (it.kind === 'closure') return capturesOf(t, it.fn).some(cell => holdsReleaser(t, cell));
  if (it.kind === 'write' || it.kind === 'read' || it.kind === 'op') return false;
  return usedBy(it).some(value => isReleaser(t, value));
}

function isReleaser(t: Tracking, value: ValueId): boolean {
  const releaser = t.birth?.releaser ?? null;
  if (releaser === null) return false;
  if (value === releaser) return true;
  const it = t.facts.definitionOf(value);
  return it?.kind === 'read' && holdsReleaser(t, it.cell);
}

function holdsReleaser(t: Tracking, cell: CellId): boolean {
  return t.facts.writtenTo(cell).includes(t.birth?.releaser ?? (-1 as ValueId));
}

function capturesOf({ module }: Tracking, fn: FunctionId): readonly CellId[] {
  return module.functions.get(fn)?.captures ?? [];
}
