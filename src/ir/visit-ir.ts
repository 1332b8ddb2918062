/** Definitions and uses of values, in one place: the checker, the printer and the analyses ask here. */
import { assertNever } from '../base/assert-never.ts';
import type { Callee, Instruction, Terminator, ValueId } from './ir.ts';

/** The value an instruction defines, or null. */
export function definedBy(it: Instruction): ValueId | null {
  return 'to' in it ? it.to : null;
}

/** The value a terminator defines on its normal edge, or null. */
export function definedByTerminator(it: Terminator): ValueId | null {
  return it.kind === 'call' || it.kind === 'suspend' ? it.result : null;
}

export function usedBy(it: Instruction): readonly ValueId[] {
  switch (it.kind) {
    case 'const':
    case 'read':
    case 'closure':
    case 'api':
      return [];
    case 'op':
      return it.operands;
    case 'write':
      return [it.value];
    case 'load':
      return typeof it.property === 'string' ? [it.object] : [it.object, it.property];
    case 'store':
      return typeof it.property === 'string' ? [it.object, it.value] : [it.object, it.property, it.value];
    case 'object':
      return it.entries.map(entry => entry.value);
    case 'opaque':
      return it.uses;
    default:
      return assertNever(it);
  }
}

export function usedByTerminator(it: Terminator): readonly ValueId[] {
  switch (it.kind) {
    case 'jump':
    case 'stop':
      return [];
    case 'branch':
      return [it.test];
    case 'call': {
      return [...heldByCallee(it.callee), ...(it.receiver === null ? [] : [it.receiver]), ...it.args.map(arg => arg.value)];
    }
    case 'suspend':
    case 'throw':
      return [it.value];
    case 'return':
      return it.value === null ? [] : [it.value];
    default:
      return assertNever(it);
  }
}

function heldByCallee(callee: Callee): readonly ValueId[] {
  if (callee.kind === 'value') return [callee.value];
  return callee.kind === 'api' && callee.subclass !== undefined ? [callee.subclass] : [];
}
