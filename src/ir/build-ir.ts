/**
 * Builds one function's graph block by block. The only mutable IR there is: `finish` freezes it.
 *
 * Invariant: there is always a current block. After a terminator it is a fresh one that nothing reaches yet; what stays unreached is
 * dropped by `finish`, so dead code costs nothing; so are blocks that only jump. Blocks are numbered in the order a reader meets them
 * (reverse post-order).
 */
import { invariant } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import type { Block, BlockId, Instruction, Terminator, ValueId } from './ir.ts';
import { retarget, targetsOf } from './targets.ts';

type Draft = { readonly id: BlockId; readonly caught: ValueId | null; readonly instructions: Instruction[]; terminator: Terminator | null };

export class GraphBuilder {
  readonly #drafts: Draft[] = [];
  #values = 0;
  #current: Draft;
  readonly entry: BlockId;

  constructor() {
    this.#current = this.#draft(null);
    this.entry = this.#current.id;
  }

  /** A value that nothing defines yet. */
  value(): ValueId {
    return this.#values++ as ValueId;
  }

  /** A block for normal edges. */
  block(): BlockId {
    return this.#draft(null).id;
  }

  /** A block for exceptional edges, with the value it catches. */
  handler(): { readonly id: BlockId; readonly caught: ValueId } {
    const caught = this.value();
    return { id: this.#draft(caught).id, caught };
  }

  /** Goes on in this block. */
  enter(id: BlockId): void {
    const draft = this.#drafts[id];
    invariant(draft?.terminator === null && draft.instructions.length === 0, `block ${id} is entered once`);
    this.#current = draft;
  }

  emit(instruction: Instruction): void {
    this.#current.instructions.push(instruction);
  }

  /** Ends the current block; what follows is dead until a block is entered. */
  end(terminator: Terminator): void {
    this.#current.terminator = terminator;
    this.#current = this.#draft(null);
  }

  jump(to: BlockId, span: Span): void {
    this.end({ kind: 'jump', to, span });
  }

  /** The reachable blocks in reading order, renumbered from 0; the entry is block 0. */
  finish(): ReadonlyMap<BlockId, Block> {
    for (const draft of this.#drafts) if (draft.terminator) draft.terminator = retarget(draft.terminator, id => this.#threaded(id));
    const order = this.#readingOrder();
    const renumbered = new Map(order.map((draft, index) => [draft.id, index as BlockId]));
    const newId = (old: BlockId): BlockId => {
      const id = renumbered.get(old);
      invariant(id !== undefined, `block ${old} is reachable`);
      return id;
    };
    return new Map(
      order.map(({ id, caught, instructions, terminator }) => {
        invariant(terminator, `block ${id} is ended`);
        return [newId(id), { id: newId(id), caught, instructions, terminator: retarget(terminator, newId) }];
      }),
    );
  }

  /** Where a jump to `id` ends up once blocks that only jump are passed over; a loop of such blocks stays as it is. */
  #threaded(id: BlockId): BlockId {
    const passed = new Set<BlockId>();
    for (let at = id; ;) {
      const draft = this.#drafts[at];
      const onlyJumps = draft?.terminator?.kind === 'jump' && draft.instructions.length === 0 && draft.caught === null;
      if (!onlyJumps || draft.terminator?.kind !== 'jump' || passed.has(at)) return at;
      passed.add(at);
      at = draft.terminator.to;
    }
  }

  #draft(caught: ValueId | null): Draft {
    const draft: Draft = { id: this.#drafts.length as BlockId, caught, instructions: [], terminator: null };
    this.#drafts.push(draft);
    return draft;
  }

  /** Reverse post-order with an explicit stack: a function may have more blocks than the call stack has frames. */
  #readingOrder(): readonly Draft[] {
    const seen = new Set<BlockId>([this.entry]);
    const done: Draft[] = [];
    const open: { draft: Draft; rest: BlockId[] }[] = [];
    const visit = (id: BlockId): void => {
      const draft = this.#drafts[id];
      invariant(draft?.terminator, `reachable block ${id} is ended`);
      // Last target first, so that after reversal the first (normal) successor is read first.
      open.push({ draft, rest: [...targetsOf(draft.terminator)] });
    };
    visit(this.entry);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        done.push(top.draft);
        open.pop();
      } else if (!seen.has(next)) {
        seen.add(next);
        visit(next);
      }
    }
    return done.reverse();
  }
}
