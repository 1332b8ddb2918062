/** Promises made of promises that tell of the resource's end: what they tell. Approximation: *must*. */
import { valueName } from '../dataflow/name.ts';
import type { ValueId } from '../ir/ir.ts';
import type { Call } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { State } from './state.ts';

type Tells = 'rejecting' | 'settling';

const CHAINING: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** What the call's result tells, if it is a promise of such promises: a chained one, or `Promise.all` of nothing but such. */
export function toldBy(call: Call, { diesWith }: State, facts: FunctionFacts): Tells | undefined {
  const { callee, receiver, args } = call;
  if (callee.kind === 'method' && CHAINING.has(callee.name) && receiver !== null) return diesWith.get(valueName(receiver));
  const [list] = args;
  if (callee.kind !== 'api' || callee.api.module !== 'global' || callee.api.member !== 'Promise.all' || !list) return undefined;
  const members = membersOf(list.value, facts);
  return members.length > 0 && members.every(member => diesWith.has(valueName(member))) ? 'rejecting' : undefined;
}

function membersOf(list: ValueId, facts: FunctionFacts): readonly ValueId[] {
  const it = facts.definitionOf(list);
  return it?.kind === 'object' && it.array && it.entries.every(entry => !entry.spread) ? it.entries.map(entry => entry.value) : [];
}
