/**
 * Builds one function's graph block by block. The only mutable IR there is: `finish` hands it over, and nobody writes it after that.
 *
 * Invariant: there is always a current block. After a terminator it is a block that takes everything and keeps nothing, because nothing
 * can reach what follows; what no path reaches is dropped by `finish`, so dead code costs nothing; so are blocks that only jump. Blocks
 * are numbered in the order a reader meets them (reverse post-order).
 */
import { invariant } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import { DenseMap } from './dense-map.ts';
import type { Block, BlockId, Instruction, Terminator, ValueId } from './ir.ts';
import { MOST_TARGETS, retarget, targetOf } from './targets.ts';

/** A block under construction. What is handed over is this object, not a copy: half of what lowering makes are blocks. */
type Draft = {
  id: BlockId;
  readonly caught: ValueId | null;
  /** `NONE` until there is one: a third of all blocks only lead on. */
  instructions: readonly Instruction[];
  terminator: Terminator | null;
};

type Ended = Draft & { readonly terminator: Terminator };

const NONE: readonly Instruction[] = [];

export class GraphBuilder {
  readonly #drafts: Draft[] = [];
  #values = 0;
  /** Null where nothing can reach what is built. */
  #current: Draft | null;
  /** All instructions in the order they came: a block takes its stretch when it ends, because a list that grows keeps room to spare. */
  readonly #emitted: Instruction[] = [];
  /** Where the stretch of the current block begins. */
  #start = 0;
  /** Where a jump to each block ends up, once asked. */
  readonly #leadsTo: BlockId[] = [];
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
    invariant(draft?.terminator === null && draft.instructions === NONE, 'a block is entered once');
    this.#current = draft;
    this.#start = this.#emitted.length;
  }

  emit(instruction: Instruction): void {
    if (this.#current) this.#emitted.push(instruction);
  }

  /** Ends the current block; what follows is dead until a block is entered. */
  end(terminator: Terminator): void {
    const draft = this.#current;
    if (!draft) return;
    draft.terminator = terminator;
    if (this.#emitted.length > this.#start) draft.instructions = this.#emitted.slice(this.#start);
    this.#current = null;
  }

  jump(to: BlockId, span: Span): void {
    this.end({ kind: 'jump', to, span });
  }

  /** The reachable blocks in reading order, renumbered from 0; the entry is block 0. The builder is of no use afterwards. */
  finish(): ReadonlyMap<BlockId, Block> {
    const order = this.#readingOrder();
    const places: BlockId[] = [];
    order.forEach(({ id }, place) => (places[id] = place as BlockId));
    const newId = (old: BlockId): BlockId => {
      const place = places[this.#threaded(old)];
      invariant(place !== undefined, 'what a reachable block leads to is reachable');
      return place;
    };
    order.forEach((draft, place) => {
      draft.id = place as BlockId;
      retarget(draft.terminator, newId);
    });
    return new DenseMap(order);
  }

  /** Where a jump to `id` ends up once blocks that only jump are passed over. */
  #threaded(id: BlockId): BlockId {
    const known = this.#leadsTo[id];
    if (known !== undefined) return known;
    let end = id;
    let steps = 0;
    for (let next = this.#passesTo(end); next !== null; next = this.#passesTo(end)) {
      end = next;
      steps += 1;
      if (steps > this.#drafts.length) return (this.#leadsTo[id] = this.#loopAfter(id));
    }
    this.#leadsTo[id] = end;
    for (let at = this.#passesTo(id); at !== null; at = this.#passesTo(at)) this.#leadsTo[at] = end;
    return end;
  }

  /** The first block that comes twice: a loop of blocks that only jump stays as it is. */
  #loopAfter(id: BlockId): BlockId {
    const passed = new Set<BlockId>();
    let at = id;
    for (let next = this.#passesTo(at); next !== null && !passed.has(at); next = this.#passesTo(at)) {
      passed.add(at);
      at = next;
    }
    return at;
  }

  /** The target of a block that does nothing but jump; null for any other. */
  #passesTo(id: BlockId): BlockId | null {
    const draft = this.#drafts[id];
    return draft?.terminator?.kind === 'jump' && draft.instructions === NONE && draft.caught === null ? draft.terminator.to : null;
  }

  #draft(caught: ValueId | null): Draft {
    const draft: Draft = { id: this.#drafts.length as BlockId, caught, instructions: NONE, terminator: null };
    this.#drafts.push(draft);
    return draft;
  }

  /** Reverse post-order with explicit stacks: a function may have more blocks than the call stack has frames. */
  #readingOrder(): readonly Ended[] {
    const done: Ended[] = [];
    const open: Ended[] = [];
    /** For each open block, how many of its targets are not looked at yet. */
    const ahead: number[] = [];
    const seen: boolean[] = [];
    const visit = (id: BlockId): void => {
      if (seen[id]) return;
      seen[id] = true;
      const draft = this.#drafts[id];
      invariant(draft && isEnded(draft), 'a reachable block is ended');
      open.push(draft);
      ahead.push(MOST_TARGETS);
    };
    visit(this.entry);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      // Last target first, so that after reversal the first (normal) successor is read first.
      const index = (ahead.pop() ?? 0) - 1;
      if (index < 0) {
        done.push(top);
        open.pop();
        continue;
      }
      ahead.push(index);
      const target = targetOf(top.terminator, index);
      if (target !== null) visit(this.#threaded(target));
    }
    return done.reverse();
  }
}

function isEnded(draft: Draft): draft is Ended {
  return draft.terminator !== null;
}
