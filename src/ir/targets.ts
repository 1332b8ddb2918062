/** The edges of a terminator, in one place: whoever walks or rewrites the graph asks here. */
import { assertNever } from '../base/assert-never.ts';
import type { BlockId, Terminator } from './ir.ts';

/** Every block the terminator may lead to, normal edges first; a new list at each call. */
export function targetsOf(it: Terminator): BlockId[] {
  switch (it.kind) {
    case 'jump':
      return [it.to];
    case 'branch':
      return [it.then, it.else];
    case 'call':
      return [it.next, it.throws];
    case 'suspend':
      return it.returns === null ? [it.next, it.throws] : [it.next, it.returns, it.throws];
    case 'throw':
      return it.to === null ? [] : [it.to];
    case 'return':
    case 'stop':
      return [];
    default:
      return assertNever(it);
  }
}

/** No terminator has more. */
export const MOST_TARGETS = 3;

/** One of `targetsOf` without making the list: null where there is none at this place. */
export function targetOf(it: Terminator, index: number): BlockId | null {
  switch (it.kind) {
    case 'jump':
      return index === 0 ? it.to : null;
    case 'branch':
      return index === 0 ? it.then : index === 1 ? it.else : null;
    case 'call':
      return index === 0 ? it.next : index === 1 ? it.throws : null;
    case 'suspend':
      return index === 0 ? it.next : index === 1 ? it.returns : it.throws;
    case 'throw':
      return index === 0 ? it.to : null;
    case 'return':
    case 'stop':
      return null;
    default:
      return assertNever(it);
  }
}

/** The blocks that it reaches by throwing or rejecting. */
export function exceptionalTargetsOf(it: Terminator): readonly BlockId[] {
  switch (it.kind) {
    case 'call':
    case 'suspend':
      return [it.throws];
    case 'throw':
      return it.to === null ? [] : [it.to];
    case 'jump':
    case 'branch':
    case 'return':
    case 'stop':
      return [];
    default:
      return assertNever(it);
  }
}

/** Renames every target of a terminator that nobody else holds yet. */
export function retarget(terminator: Terminator, rename: (id: BlockId) => BlockId): void {
  const it: Unfinished<Terminator> = terminator;
  switch (it.kind) {
    case 'jump':
      it.to = rename(it.to);
      return;
    case 'branch':
      it.then = rename(it.then);
      it.else = rename(it.else);
      return;
    case 'call':
      it.next = rename(it.next);
      it.throws = rename(it.throws);
      return;
    case 'suspend':
      it.next = rename(it.next);
      it.throws = rename(it.throws);
      if (it.returns !== null) it.returns = rename(it.returns);
      return;
    case 'throw':
      if (it.to !== null) it.to = rename(it.to);
      return;
    case 'return':
    case 'stop':
      return;
    default:
      assertNever(it);
  }
}

/** Under construction: what will be read-only may still be set. */
type Unfinished<T> = { -readonly [Key in keyof T]: T[Key] };
