/**
 * The strong form of "defined before use": every path to a use passes the definition. Values meet only in cells, so it holds for all IR;
 * the checker of `src/ir` asks less, because it runs after passes that have not computed dominators.
 *
 * A call or suspension defines its result on the normal edge only, so that edge is a node of its own: block b is node 2b, its edge 2b + 1.
 */
import type { Block, FunctionIr, ValueId } from '../../src/ir/ir.ts';
import { targetsOf } from '../../src/ir/targets.ts';
import { definedBy, definedByTerminator, usedBy, usedByTerminator } from '../../src/ir/visit-ir.ts';

/** The uses that some path reaches without the definition, one sentence each. */
export function usesNotDominated(fn: FunctionIr): readonly string[] {
  const dominators = dominatorsOf(fn);
  const definedAt = new Map<ValueId, number>(fn.params.map(param => [param, 0]));
  for (const block of fn.blocks.values()) {
    if (block.caught !== null) definedAt.set(block.caught, 2 * block.id);
    for (const it of block.instructions) {
      const defined = definedBy(it);
      if (defined !== null) definedAt.set(defined, 2 * block.id);
    }
    const result = definedByTerminator(block.terminator);
    if (result !== null) definedAt.set(result, 2 * block.id + 1);
  }

  const faults: string[] = [];
  for (const block of fn.blocks.values()) {
    const earlier = new Set<ValueId>(block.caught === null ? [] : [block.caught]);
    const use = (value: ValueId): void => {
      const at = definedAt.get(value);
      const isHere = at === 2 * block.id && (earlier.has(value) || fn.params.includes(value));
      const isAbove = at !== undefined && at !== 2 * block.id && dominates(dominators, at, 2 * block.id);
      if (!isHere && !isAbove) faults.push(`${fn.name}: bb${block.id} uses %${value}, which some path does not define`);
    };
    for (const it of block.instructions) {
      usedBy(it).forEach(use);
      const defined = definedBy(it);
      if (defined !== null) earlier.add(defined);
    }
    usedByTerminator(block.terminator).forEach(use);
  }
  return faults;
}

function dominates(dominators: ReadonlyMap<number, number>, above: number, node: number): boolean {
  let at = node;
  while (at > above) at = dominators.get(at) ?? -1;
  return at === above;
}

/** Immediate dominators after Cooper, Harvey and Kennedy; blocks are numbered in reverse post-order, which it needs. */
function dominatorsOf(fn: FunctionIr): ReadonlyMap<number, number> {
  const predecessors = new Map<number, number[]>();
  const edge = (from: number, to: number): void => {
    const list = predecessors.get(to);
    if (list) list.push(from);
    else predecessors.set(to, [from]);
  };
  for (const block of fn.blocks.values()) {
    const normal = normalEdge(block);
    if (normal !== undefined) {
      edge(2 * block.id, 2 * block.id + 1);
      edge(2 * block.id + 1, 2 * normal);
    }
    for (const target of targetsOf(block.terminator)) if (target !== normal) edge(2 * block.id, 2 * target);
  }

  const entry = 2 * fn.entry;
  const nodes = [...predecessors.keys()].filter(node => node !== entry).sort((a, b) => a - b);
  const dominators = new Map<number, number>();
  const known = (node: number): boolean => node === entry || dominators.has(node);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of nodes) {
      let meet: number | undefined;
      for (const predecessor of (predecessors.get(node) ?? []).filter(known)) {
        meet = meet === undefined ? predecessor : common(dominators, meet, predecessor);
      }
      if (meet === undefined || dominators.get(node) === meet) continue;
      dominators.set(node, meet);
      changed = true;
    }
  }
  return dominators;
}

function normalEdge({ terminator }: Block): number | undefined {
  return terminator.kind === 'call' || terminator.kind === 'suspend' ? terminator.next : undefined;
}

function common(dominators: ReadonlyMap<number, number>, a: number, b: number): number {
  let [left, right] = [a, b];
  while (left !== right) {
    if (left > right) left = dominators.get(left) ?? 0;
    else right = dominators.get(right) ?? 0;
  }
  return left;
}
