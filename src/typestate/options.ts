/** Options that a call is given. Approximation: *must*: what is not a literal here is not known, and counts as not given. */
import type { Call } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';

/** The option's name, where an object literal among the arguments gives it. */
export function optionGiven(call: Call, option: string | undefined, facts: FunctionFacts): string | undefined {
  const given = call.args.some(arg => {
    const definition = facts.definitionOf(arg.value);
    return definition?.kind === 'object' && definition.entries.some(entry => entry.key === option);
  });
  return given ? option : undefined;
}
