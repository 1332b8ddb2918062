/** The edges of a terminator, in one place: whoever walks or rewrites the graph asks here. */
import { assertNever } from '../base/assert-never.ts';
import type { BlockId, Terminator } from './ir.ts';

/** Every block the terminator may lead to, normal edges first. */
export function targetsOf(it: Terminator): readonly BlockId[] {
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

/** The same terminator with every target renamed. */
export function retarget(it: Terminator, rename: (id: BlockId) => BlockId): Terminator {
  switch (it.kind) {
    case 'jump':
      return { ...it, to: rename(it.to) };
    case 'branch':
      return { ...it, then: rename(it.then), else: rename(it.else) };
    case 'call':
      return { ...it, next: rename(it.next), throws: rename(it.throws) };
    case 'suspend':
      return { ...it, next: rename(it.next), throws: rename(it.throws), returns: it.returns === null ? null : rename(it.returns) };
    case 'throw':
      return it.to === null ? it : { ...it, to: rename(it.to) };
    case 'return':
    case 'stop':
      return it;
    default:
      return assertNever(it);
  }
}
