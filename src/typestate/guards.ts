/**
 * Guards: what a path has already decided, so that a later branch on the same condition is not taken the other way.
 *
 * A condition has a key made of the names and constants it reads (`c3`, `v1.secure`, `===(c2,"open")`). A guard is remembered only if some
 * branch ahead can still read it. Approximation: *must*, with two decrees: a property that the function does not store to keeps its
 * value between two tests, and whatever is thrown is truthy.
 */
import { leadingTo, type Predecessors } from '../dataflow/predecessors.ts';
import type { Block, BlockId, CellId, FunctionIr, Instruction, ModuleIr } from '../ir/ir.ts';
import { definedBy } from '../ir/visit-ir.ts';
import { type Condition, type ConditionFacts, conditionsOf, literal } from './conditions.ts';

/** Condition keys that are known to hold (true) or not to hold (false). */
export type Guards = ReadonlyMap<string, boolean>;

export const NO_GUARDS: Guards = new Map();

export type GuardFacts = {
  /** The condition that a branch at the end of the block reads; undefined where remembering it cannot help. */
  conditionOf(block: Block): Condition | undefined;
  /** The guards that a branch reachable from the block's entry may still read. */
  kept(guards: Guards, at: BlockId): Guards;
  /** Without everything that reads the name (`c3`, `v7`). */
  forget(guards: Guards, name: string): Guards;
  /** The guards after an instruction: a constant written to a cell decides what is asked of it, any other definition forgets. */
  after(guards: Guards, it: Instruction): Guards;
};

export function guardFactsOf(fn: FunctionIr, module: ModuleIr, facts: ConditionFacts, predecessors: Predecessors): GuardFacts {
  const conditions = conditionsOf(fn, module, facts);
  const counts = new Map<string, number>();
  for (const { key } of conditions.values()) counts.set(subjectOf(key), (counts.get(subjectOf(key)) ?? 0) + 1);
  // A condition read once can only be answered by a constant written to a cell before, or by what a callback is known to be given.
  const [error] = fn.params;
  const isAnswerable = (subject: string): boolean => (counts.get(subject) ?? 0) > 1 || /\bc\d/.test(subject) || subject === `v${error}`;
  for (const [block, { key }] of conditions) if (!isAnswerable(subjectOf(key))) conditions.delete(block);

  const caught = new Set([...fn.blocks.values()].map(block => block.caught));
  const ahead = blocksAheadOf(predecessors, conditions);
  const keys = new Set([...conditions.values()].map(({ key }) => key));
  const keysOnCell = new Map<CellId, readonly string[]>();

  const namesOfKey = new Map<string, ReadonlySet<string>>();
  const namesIn = (key: string): ReadonlySet<string> => {
    const known = namesOfKey.get(key) ?? new Set(key.replace(/"[^"]*"/g, '').match(/\b[cv]\d+\b/g) ?? []);
    namesOfKey.set(key, known);
    return known;
  };
  const forget = (guards: Guards, name: string): Guards => filtered(guards, key => !namesIn(key).has(name));

  const keysOn = (cell: CellId): readonly string[] => {
    const known = keysOnCell.get(cell) ?? [...keys].filter(key => namesIn(key).has(`c${cell}`));
    keysOnCell.set(cell, known);
    return known;
  };

  return {
    conditionOf: block => conditions.get(block.id),
    kept: (guards, at) => filtered(guards, key => ahead.get(subjectOf(key))?.has(at) ?? false),
    forget,
    after(guards, it) {
      if (it.kind !== 'write') {
        const defined = definedBy(it);
        return defined === null ? guards : forget(guards, `v${defined}`);
      }
      const kept = forget(guards, `c${it.cell}`);
      const answers = keysOn(it.cell).flatMap(key => {
        const answer = answerOf(key, it.cell, facts.definitionOf(it.value), caught.has(it.value));
        return answer === undefined ? [] : [[key, answer] as const];
      });
      return answers.length > 0 ? new Map([...kept, ...answers]) : kept;
    },
  };
}

export function withGuard(guards: Guards, { key, negated }: Condition, holds: boolean): Guards {
  return new Map([...guards, [key, holds !== negated]]);
}

/** Whether the condition holds; undefined where the path has not decided it. */
export function decided(guards: Guards, { key, negated }: Condition): boolean | undefined {
  const known = guards.get(key) ?? implied(guards, key);
  return known === undefined ? undefined : known !== negated;
}

/** What is truthy is not nullish, and what is nullish is not truthy. What is falsy and is asked for null counts as nullish: no zero is. */
function implied(guards: Guards, key: string): boolean | undefined {
  const subject = subjectOf(key);
  const isTruthy = guards.get(subject) === true;
  const isNullish = [`is-nullish(${subject})`, `===(${subject},null)`, `===(${subject},undefined)`].some(
    other => guards.get(other) === true,
  );
  if (key === subject) return isNullish ? false : undefined;
  if (isTruthy) return false;
  return guards.get(subject) === false || (key === `is-nullish(${subject})` && isNullish) ? true : undefined;
}

const NULLISH_QUESTION = /^(?:is-nullish\((?<asked>.+)\)|===\((?<compared>.+),(?:null|undefined)\))$/;

/** What a question about null or undefined is about; any other key is its own subject. */
function subjectOf(key: string): string {
  const parts = NULLISH_QUESTION.exec(key)?.groups;
  return parts?.['asked'] ?? parts?.['compared'] ?? key;
}

function filtered(guards: Guards, keeps: (key: string) => boolean): Guards {
  if (guards.size === 0) return guards;
  const kept = [...guards].filter(([key]) => keeps(key));
  return kept.length === guards.size ? guards : new Map(kept);
}

/** What a key is worth once `written` stands in the cell: its truth, or whether it equals the constant compared with. */
function answerOf(key: string, cell: CellId, written: Instruction | undefined, isCaught: boolean): boolean | undefined {
  if (key === `c${cell}`) {
    if (isCaught) return true;
    if (written?.kind === 'const') return Boolean(written.value);
    return written?.kind === 'object' || written?.kind === 'closure' ? true : undefined;
  }
  if (written?.kind !== 'const') return undefined;
  const compared = new RegExp(`^===?\\(c${cell},(.+)\\)$`).exec(key)?.[1];
  if (compared !== undefined && /^(?:".*"|\d+|true|false|null|undefined)$/.test(compared)) return compared === literal(written.value);
  return key === `is-nullish(c${cell})` ? written.value === null || written.value === undefined : undefined;
}

/** For each subject the blocks from whose entry a branch that asks about it can be reached. */
function blocksAheadOf(predecessors: Predecessors, conditions: ReadonlyMap<BlockId, Condition>): ReadonlyMap<string, ReadonlySet<BlockId>> {
  const asking = new Map<string, BlockId[]>();
  for (const [block, { key }] of conditions) asking.set(subjectOf(key), [...(asking.get(subjectOf(key)) ?? []), block]);
  return new Map([...asking].map(([subject, blocks]) => [subject, leadingTo(predecessors, blocks)]));
}
