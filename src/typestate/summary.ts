/** What a function does to its callers, as far as the module shows it; printed for `closewait debug summary` and for fixtures. */
import type { ProtocolName } from '../protocol/protocol.ts';

export type FunctionSummary = {
  /** The caller owes the release of what it returns (or resolves to). */
  readonly result: ProtocolName | undefined;
  /** Evidently, by its own body. An async function rejects instead. */
  readonly mayThrow: boolean;
  /** Whether a resource given as this argument is only used, or may be kept, released or handed on. */
  readonly parameters: readonly ('borrows' | 'takes')[];
};

/** `borrows arg0, takes arg1; may throw; result owes socket`; `nothing` where there is nothing to say. */
export function printSummary({ result, mayThrow, parameters }: FunctionSummary): string {
  const parts = [
    parameters.map((what, i) => `${what} arg${i}`).join(', '),
    mayThrow ? 'may throw' : '',
    result === undefined ? '' : `result owes ${result}`,
  ].filter(part => part !== '');
  return parts.length > 0 ? parts.join('; ') : 'nothing';
}
