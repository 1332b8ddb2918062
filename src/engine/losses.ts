/** Every silence has a reason that can be counted: syntax that was not lowered, resources whose owner is not known. */
import type { ModuleIr } from '../ir/ir.ts';
import type { Lifetime } from '../protocol/lifetime.ts';
import { compareText } from '../rule/finding.ts';

/** How often each loss happened in the file; keys are sorted. */
export function countLosses(module: ModuleIr, lifetimes: readonly Lifetime[]): { readonly [reason: string]: number } {
  const counts = new Map<string, number>();
  const count = (reason: string): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const fn of module.functions.values()) {
    for (const block of fn.blocks.values()) for (const it of block.instructions) if (it.kind === 'opaque') count(`syntax: ${it.why}`);
  }
  for (const { fates } of lifetimes) for (const fate of fates) if (fate.kind === 'unknown') count(`owner: ${fate.why}`);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}
