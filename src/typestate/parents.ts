/**
 * A closed parent covers its children: a pool that is ended takes along what it has lent, unless its class waits for that (pg).
 *
 * Approximation: *must*: the parent is the receiver of the call that made the child, met again under the same variable or property.
 */
import type { ValueId } from '../ir/ir.ts';
import type { Call } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { Tracking } from './tracking.ts';

/** Paths (`this.db.pool`) longer than this are not compared. */
const DEPTH = 4;

/** Whether the call releases what made the followed resource, and the resource with it. */
export function closesParent(t: Tracking, call: Call): boolean {
  const parent = t.birth?.call?.receiver ?? null;
  if (parent === null || call.receiver === null || !isSamePlace(t.facts, parent, call.receiver)) return false;
  const api = t.classes.apiOf(call, t.fn);
  if (!api) return false;
  const className = `${api.module}.${api.member.split('#')[0] ?? ''}`;
  if (t.models.waitsForChildren(className)) return false;
  return t.models.effectsOf(api, call.construct)?.some(effect => effect.kind === 'release' && effect.of === 'this') ?? false;
}

/** Whether both values were taken from the same variable, or from the same property of the same one. */
function isSamePlace(facts: FunctionFacts, a: ValueId, b: ValueId, depth = 0): boolean {
  if (a === b) return true;
  const [left, right] = [facts.definitionOf(a), facts.definitionOf(b)];
  if (depth > DEPTH || !left || !right) return false;
  if (left.kind === 'read') return right.kind === 'read' && left.cell === right.cell;
  if (left.kind !== 'load' || right.kind !== 'load' || typeof left.property !== 'string') return false;
  return left.property === right.property && isSamePlace(facts, left.object, right.object, depth + 1);
}
