/**
 * Options that a call is given in an object literal. Approximation: *must*: what is not a literal here is not known, and counts as not
 * given; a key whose value is no constant is given, but not certainly true.
 */
import type { ValueId } from '../ir/ir.ts';
import type { Condition } from '../protocol/effect.ts';
import type { Call } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';

/** The option's name, where an object literal among the arguments gives it and it is not certainly false. */
export function optionGiven(call: Call, option: string | undefined, facts: FunctionFacts): string | undefined {
  if (option === undefined) return undefined;
  const value = optionValue(call, option, facts);
  if (value === undefined) return undefined;
  const constant = facts.definitionOf(value);
  const isOff = constant?.kind === 'const' && (constant.value === false || constant.value === null || constant.value === undefined);
  return isOff ? undefined : option;
}

/** Whether the effect holds on this call, as far as `when` goes. */
export function whenHolds({ when }: Condition, call: Call, facts: FunctionFacts): boolean {
  if (when === undefined) return true;
  const value = optionValue(call, when, facts);
  return value !== undefined && Boolean(facts.constantOf(value));
}

/** The last value that the arguments' literals give the key; a spread after it could give another one. */
function optionValue(call: Call, option: string, facts: FunctionFacts): ValueId | undefined {
  for (const { value } of call.args) {
    const definition = facts.definitionOf(value);
    const entries = definition?.kind === 'object' && !definition.array ? definition.entries : [];
    const last = entries.findLastIndex(entry => entry.key === option);
    const entry = entries[last];
    if (entry && !entries.slice(last).some(({ spread }) => spread)) return entry.value;
  }
  return undefined;
}
