/**
 * What a condition says of the followed resource on either edge: a name that holds it is no null, `destroyed` means closed.
 *
 * Approximation: *must*. Null for an edge that cannot be taken with the resource in this state.
 */
import { valueName } from '../dataflow/name.ts';
import type { Block, ValueId } from '../ir/ir.ts';
import { decided, withGuard } from './guards.ts';
import type { State } from './state.ts';
import type { Tracking } from './tracking.ts';

export type Refined = { readonly then: State | null; readonly otherwise: State | null };

/** Properties by which the platform tells that it closed the resource. */
const CLOSED_FLAGS: ReadonlySet<string> = new Set(['destroyed', 'closed']);

export function refine(t: Tracking, block: Block, test: ValueId, state: State): Refined {
  const { then, otherwise } = refineResource(t, test, state);
  const condition = t.facts.guards.conditionOf(block);
  if (!condition) return { then, otherwise };
  const answer = decided(state.guards, condition);
  const remember = (side: State | null, holds: boolean): State | null =>
    side && { ...side, guards: withGuard(side.guards, condition, holds) };
  return { then: answer === false ? null : remember(then, true), otherwise: answer === true ? null : remember(otherwise, false) };
}

function refineResource(t: Tracking, test: ValueId, state: State): Refined {
  const holds = (value: ValueId | undefined): boolean => value !== undefined && state.names.has(valueName(value));
  const isNullish = (value: ValueId | undefined): boolean => {
    const definition = value === undefined ? undefined : t.facts.definitionOf(value);
    return definition?.kind === 'const' && (definition.value === null || definition.value === undefined);
  };
  const always: Refined = { then: state, otherwise: null };
  const never: Refined = { then: null, otherwise: state };

  if (holds(test)) return always;
  const definition = t.facts.definitionOf(test);
  if (definition?.kind === 'load' && holds(definition.object) && typeof definition.property === 'string') {
    return CLOSED_FLAGS.has(definition.property)
      ? { then: { ...state, phase: 'closed' }, otherwise: state }
      : { then: state, otherwise: state };
  }
  if (definition?.kind === 'op') {
    const [left, right] = definition.operands;
    const comparesNullish = (holds(left) && isNullish(right)) || (isNullish(left) && holds(right));
    switch (definition.operator) {
      case 'is-nullish':
        if (holds(left)) return never;
        break;
      case '==':
      case '===':
        if (comparesNullish) return never;
        break;
      case '!=':
      case '!==':
        if (comparesNullish) return always;
        break;
      case '!': {
        if (left === undefined) break;
        const { then, otherwise } = refineResource(t, left, state);
        return { then: otherwise, otherwise: then };
      }
      default:
        break;
    }
  }
  return { then: state, otherwise: state };
}
