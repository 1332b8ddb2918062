/**
 * Which names still matter at a point. Live: some path uses the name before it is defined again; nothing else can release anything.
 * Mentioned: some path uses *or defines* it; a name that is not live but mentioned is about to be overwritten.
 *
 * Approximation: *may* (backward, union over successors).
 */
import type { BlockId, CellId, FunctionIr, Instruction, Terminator, ValueId } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';
import { definedBy, definedByTerminator, usedBy, usedByTerminator } from '../ir/visit-ir.ts';
import { cellNameOf, type Name, valueName } from './name.ts';

export type Liveness = {
  /** Names live where the block begins. */
  atEntry(block: BlockId): ReadonlySet<Name>;
  /** Names live right after instruction `index` of the block; after the terminator for `index` = number of instructions. */
  after(block: BlockId, index: number): ReadonlySet<Name>;
};

/** Solves liveness for one function. `alwaysLive` are cells that others may read at any time (captured ones). */
export function livenessOf(fn: FunctionIr, alwaysLive: (cell: CellId) => boolean): Liveness {
  return solve(fn, { through: (live, it) => through(live, it, alwaysLive), throughTerminator });
}

/** Solves the weaker question: the names that are still mentioned, be it to overwrite them. */
export function mentionsOf(fn: FunctionIr): Liveness {
  return solve(fn, { through: mention, throughTerminator: mentionTerminator });
}

type Effects = {
  readonly through: (live: Set<Name>, it: Instruction) => void;
  readonly throughTerminator: (live: Set<Name>, it: Terminator) => void;
};

function solve(fn: FunctionIr, { through, throughTerminator }: Effects): Liveness {
  const entry = new Map<BlockId, ReadonlySet<Name>>();
  const predecessors = predecessorsOf(fn);
  const pending = new Set([...fn.blocks.keys()].reverse());
  const exitOf = (id: BlockId): Set<Name> => {
    const live = new Set<Name>();
    const block = fn.blocks.get(id);
    if (block) for (const target of targetsOf(block.terminator)) for (const name of entry.get(target) ?? []) live.add(name);
    return live;
  };

  for (const id of pending) {
    pending.delete(id);
    const block = fn.blocks.get(id);
    if (!block) continue;
    const live = exitOf(id);
    throughTerminator(live, block.terminator);
    for (let i = block.instructions.length - 1; i >= 0; i -= 1) {
      const instruction = block.instructions[i];
      if (instruction) through(live, instruction);
    }
    if (live.size !== (entry.get(id)?.size ?? -1)) {
      entry.set(id, live);
      for (const predecessor of predecessors.get(id) ?? []) pending.add(predecessor);
    }
  }

  return {
    atEntry: block => entry.get(block) ?? new Set(),
    after(id, index) {
      const block = fn.blocks.get(id);
      const live = exitOf(id);
      if (!block || index >= block.instructions.length) return live;
      throughTerminator(live, block.terminator);
      for (let i = block.instructions.length - 1; i > index; i -= 1) {
        const instruction = block.instructions[i];
        if (instruction) through(live, instruction);
      }
      return live;
    },
  };
}

function through(live: Set<Name>, it: Instruction, alwaysLive: (cell: CellId) => boolean): void {
  const defined = definedBy(it);
  if (defined !== null) live.delete(valueName(defined));
  if (it.kind === 'write' && !alwaysLive(it.cell)) live.delete(cellNameOf(it.cell));
  use(live, usedBy(it));
  if (it.kind === 'read') live.add(cellNameOf(it.cell));
}

function throughTerminator(live: Set<Name>, it: Terminator): void {
  const defined = definedByTerminator(it);
  if (defined !== null) live.delete(valueName(defined));
  use(live, usedByTerminator(it));
}

function mention(live: Set<Name>, it: Instruction): void {
  const defined = definedBy(it);
  if (defined !== null) live.add(valueName(defined));
  if (it.kind === 'write' || it.kind === 'read') live.add(cellNameOf(it.cell));
  use(live, usedBy(it));
}

function mentionTerminator(live: Set<Name>, it: Terminator): void {
  const defined = definedByTerminator(it);
  if (defined !== null) live.add(valueName(defined));
  use(live, usedByTerminator(it));
}

function use(live: Set<Name>, values: readonly ValueId[]): void {
  for (const value of values) live.add(valueName(value));
}

function predecessorsOf(fn: FunctionIr): ReadonlyMap<BlockId, readonly BlockId[]> {
  const predecessors = new Map<BlockId, BlockId[]>();
  for (const block of fn.blocks.values()) {
    for (const target of targetsOf(block.terminator)) predecessors.set(target, [...(predecessors.get(target) ?? []), block.id]);
  }
  return predecessors;
}
