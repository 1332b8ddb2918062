/**
 * Builds one function's graph block by block. The only mutable IR there is: `finish` hands it over, and nobody writes it after that.
 *
 * Invariant: there is always a current block. After a terminator it is a block that takes everything and keeps nothing, because nothing
 * can reach what follows; what no path reaches is dropped by `finish`, so dead code costs nothing; so are blocks that only jump. Blocks
 * are numbered in the order a reader meets them (reverse post-order).
 */
import { invariant } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import type { Block, BlockId, Instruction, Terminator, ValueId } from './ir.ts';
import { retarget, targetsOf } from './targets.ts';

type Draft = {
  readonly id: BlockId;
  readonly caught: ValueId | null;
  /** Null until there is one: a third of all blocks only lead on. */
  instructions: Instruction[] | null;
  terminator: Terminator | null;
  /** Where a jump to it ends up, once asked. */
  leadsTo: BlockId | null;
  /** Targets not looked at yet, once a path has reached it. */
  ahead: BlockId[] | null;
  /** Its number in reading order, once there is one. */
  place: BlockId | null;
};

const NONE: readonly Instruction[] = [];

export class GraphBuilder {
  readonly #drafts: Draft[] = [];
  #values = 0;
  /** Null where nothing can reach what is built. */
  #current: Draft | null;
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
    invariant(draft?.terminator === null && draft.instructions === null, `block ${id} is entered once`);
    this.#current = draft;
  }

  emit(instruction: Instruction): void {
    if (!this.#current) return;
    if (this.#current.instructions) this.#current.instructions.push(instruction);
    else this.#current.instructions = [instruction];
  }

  /** Ends the current block; what follows is dead until a block is entered. */
  end(terminator: Terminator): void {
    if (this.#current) this.#current.terminator = terminator;
    this.#current = null;
  }

  jump(to: BlockId, span: Span): void {
    this.end({ kind: 'jump', to, span });
  }

  /** The reachable blocks in reading order, renumbered from 0; the entry is block 0. The builder is of no use afterwards. */
  finish(): ReadonlyMap<BlockId, Block> {
    const order = this.#readingOrder();
    order.forEach((draft, index) => (draft.place = index as BlockId));
    const newId = (old: BlockId): BlockId => {
      const place = this.#drafts[this.#threaded(old)]?.place;
      invariant(place !== null && place !== undefined, `block ${old} is reachable`);
      return place;
    };
    const blocks = new Map<BlockId, Block>();
    order.forEach(({ caught, instructions, terminator }, index) => {
      invariant(terminator, `block ${index} is ended`);
      retarget(terminator, newId);
      blocks.set(index as BlockId, { id: index as BlockId, caught, instructions: instructions ?? NONE, terminator });
    });
    return blocks;
  }

  /** Where a jump to `id` ends up once blocks that only jump are passed over; a loop of such blocks stays as it is. */
  #threaded(id: BlockId): BlockId {
    const draft = this.#drafts[id];
    invariant(draft, `block ${id} exists`);
    if (draft.leadsTo !== null) return draft.leadsTo;
    let passed: Set<BlockId> | undefined;
    let at = id;
    for (let next = this.#onlyJumpsTo(at); next !== null && passed?.has(at) !== true; next = this.#onlyJumpsTo(at)) {
      passed = (passed ?? new Set()).add(at);
      at = next;
    }
    draft.leadsTo = at;
    return at;
  }

  /** The target of a block that does nothing but jump; null for any other. */
  #onlyJumpsTo(id: BlockId): BlockId | null {
    const draft = this.#drafts[id];
    return draft?.terminator?.kind === 'jump' && draft.instructions === null && draft.caught === null ? draft.terminator.to : null;
  }

  #draft(caught: ValueId | null): Draft {
    const id = this.#drafts.length as BlockId;
    const draft: Draft = { id, caught, instructions: null, terminator: null, leadsTo: null, ahead: null, place: null };
    this.#drafts.push(draft);
    return draft;
  }

  /** Reverse post-order with an explicit stack: a function may have more blocks than the call stack has frames. */
  #readingOrder(): readonly Draft[] {
    const done: Draft[] = [];
    const open: Draft[] = [];
    const visit = (draft: Draft): void => {
      invariant(draft.terminator, `reachable block ${draft.id} is ended`);
      draft.ahead = targetsOf(draft.terminator);
      open.push(draft);
    };
    const entry = this.#drafts[this.entry];
    invariant(entry, 'the entry exists');
    visit(entry);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      // Last target first, so that after reversal the first (normal) successor is read first.
      const target = top.ahead?.pop();
      if (target === undefined) {
        done.push(top);
        open.pop();
        continue;
      }
      const next = this.#drafts[this.#threaded(target)];
      if (next?.ahead === null) visit(next);
    }
    return done.reverse();
  }
}
