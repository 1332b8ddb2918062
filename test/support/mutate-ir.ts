/**
 * Graphs with one seeded fault each, as a wrong lowering would make them: a branch the other way round, an exceptional edge into another
 * handler, a resumption on another's edge, a write forgotten. They prove that a comparison of runs can fail.
 */
import type { Block, BlockId, FunctionIr, ModuleIr, Terminator } from '../../src/ir/ir.ts';

export type Mutant = { readonly what: string; readonly module: ModuleIr };

/** At most one of each kind for each function. */
export function mutantsOf(module: ModuleIr): readonly Mutant[] {
  return [...module.functions.values()].flatMap(fn => {
    const handlers = [...fn.blocks.values()].filter(({ caught }) => caught !== null).map(({ id }) => id);
    return KINDS.flatMap(({ what, change }): readonly Mutant[] => {
      for (const block of fn.blocks.values()) {
        const changed = change(block, handlers);
        if (changed) return [{ what: `${fn.name}: ${what} at bb${block.id}`, module: withBlock(module, fn, changed) }];
      }
      return [];
    });
  });
}

type Kind = { readonly what: string; readonly change: (block: Block, handlers: readonly BlockId[]) => Block | null };

const KINDS: readonly Kind[] = [
  {
    what: 'branch turned around',
    change: ({ terminator: end, ...block }) =>
      end.kind === 'branch' && end.then !== end.else ? { ...block, terminator: { ...end, then: end.else, else: end.then } } : null,
  },
  {
    what: 'another handler',
    change: ({ terminator: end, ...block }, handlers) => {
      if (end.kind !== 'call' && end.kind !== 'suspend') return null;
      const other = handlers.find(id => id !== end.throws);
      return other === undefined ? null : { ...block, terminator: { ...end, throws: other } satisfies Terminator };
    },
  },
  {
    what: 'return() goes on',
    change: ({ terminator: end, ...block }) =>
      end.kind === 'suspend' && end.returns !== null ? { ...block, terminator: { ...end, returns: end.next } } : null,
  },
  {
    what: 'a write forgotten',
    change: block => {
      const at = block.instructions.findIndex(({ kind }) => kind === 'write' || kind === 'store');
      return at < 0 ? null : { ...block, instructions: block.instructions.filter((_, i) => i !== at) };
    },
  },
  {
    what: 'returns nothing',
    change: ({ terminator: end, ...block }) =>
      end.kind === 'return' && end.value !== null ? { ...block, terminator: { ...end, value: null } } : null,
  },
];

function withBlock(module: ModuleIr, fn: FunctionIr, block: Block): ModuleIr {
  const blocks = new Map(fn.blocks).set(block.id, block);
  return { ...module, functions: new Map(module.functions).set(fn.id, { ...fn, blocks }) };
}
