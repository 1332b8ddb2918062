/**
 * Which names still matter at a point. Live: some path uses the name before it is defined again; nothing else can release anything.
 * Mentioned: some path uses *or defines* it; a name that is mentioned but not live is about to be overwritten.
 *
 * Approximation: *may* (backward, over all edges). Solved for one name at a time and on demand: an analysis asks about a handful of names,
 * and a set of live names for every block of a large function would cost the square of its size.
 */
import type { BlockId, FunctionIr } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';
import { definedBy, definedByTerminator, usedBy, usedByTerminator } from '../ir/visit-ir.ts';
import { cellNameOf, type Name, valueName } from './name.ts';
import { leadingTo, predecessorsOf } from './predecessors.ts';

export type Liveness = {
  /** Whether the name is live right after instruction `index` of the block; after the terminator for `index` = number of instructions. */
  liveAfter(name: Name, block: BlockId, index: number): boolean;
  /** Whether the name is mentioned on some path from the entry of the block. */
  mentionedFrom(name: Name, block: BlockId): boolean;
};

/** One mention of a name: where in its block, and whether it uses or (re)defines it. The caught value stands at -1. */
type Mention = { readonly index: number; readonly defines: boolean };

/** Solves liveness for one function. `alwaysLive` are names that others may read at any time (captured cells). */
export function livenessOf(fn: FunctionIr, alwaysLive: (name: Name) => boolean, predecessors = predecessorsOf(fn)): Liveness {
  const mentions = mentionsIn(fn);
  const liveAtEntry = new Map<Name, ReadonlySet<BlockId>>();
  const mentionedAtEntry = new Map<Name, ReadonlySet<BlockId>>();

  const entryBlocks = (name: Name): ReadonlySet<BlockId> => {
    const known = liveAtEntry.get(name);
    if (known) return known;
    const sites = mentions.get(name) ?? new Map<BlockId, readonly Mention[]>();
    const usedFirst = [...sites].flatMap(([block, [first]]) => (first && !first.defines ? [block] : []));
    const blocks = leadingTo(predecessors, usedFirst, block => !sites.has(block));
    liveAtEntry.set(name, blocks);
    return blocks;
  };

  return {
    liveAfter(name, block, index) {
      if (alwaysLive(name)) return true;
      const next = mentions
        .get(name)
        ?.get(block)
        ?.find(mention => mention.index > index);
      if (next) return !next.defines;
      const terminator = fn.blocks.get(block)?.terminator;
      return terminator !== undefined && targetsOf(terminator).some(target => entryBlocks(name).has(target));
    },
    mentionedFrom(name, block) {
      if (alwaysLive(name)) return true;
      const known = mentionedAtEntry.get(name) ?? leadingTo(predecessors, mentions.get(name)?.keys() ?? []);
      mentionedAtEntry.set(name, known);
      return known.has(block);
    },
  };
}

/** Every mention of every name, by block, in order. A call's result counts as defined by its terminator, at the end of the block. */
function mentionsIn(fn: FunctionIr): ReadonlyMap<Name, ReadonlyMap<BlockId, readonly Mention[]>> {
  const mentions = new Map<Name, Map<BlockId, Mention[]>>();
  const add = (name: Name, block: BlockId, mention: Mention): void => {
    const blocks = mentions.get(name) ?? new Map<BlockId, Mention[]>();
    mentions.set(name, blocks);
    const list = blocks.get(block);
    if (list) list.push(mention);
    else blocks.set(block, [mention]);
  };
  for (const { id, caught, instructions, terminator } of fn.blocks.values()) {
    if (caught !== null) add(valueName(caught), id, { index: -1, defines: true });
    instructions.forEach((it, index) => {
      for (const value of usedBy(it)) add(valueName(value), id, { index, defines: false });
      if (it.kind === 'read') add(cellNameOf(it.cell), id, { index, defines: false });
      if (it.kind === 'write') add(cellNameOf(it.cell), id, { index, defines: true });
      const defined = definedBy(it);
      if (defined !== null) add(valueName(defined), id, { index, defines: true });
    });
    const index = instructions.length;
    for (const value of usedByTerminator(terminator)) add(valueName(value), id, { index, defines: false });
    const result = definedByTerminator(terminator);
    if (result !== null) add(valueName(result), id, { index, defines: true });
  }
  return mentions;
}
