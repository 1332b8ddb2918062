/** What a condition asks of the followed resource: whether it is there, whether the platform closed it, or something we do not know. */
import type { Instruction, ValueId } from '../ir/ir.ts';
import type { Tracking } from './tracking.ts';

/** `is-reset`: an error is asked whether it is one that the resource had when it went. */
export type Question = { readonly asks: 'is-there' | 'is-closed' | 'is-reset' | 'something'; readonly negated: boolean };

/** Properties by which the platform tells that it closed the resource. */
const CLOSED_FLAGS: ReadonlySet<string> = new Set(['destroyed', 'closed']);

/** Properties that say nothing about whether it is open: who is at the other end, and how it is spoken to. */
const SILENT_PROPERTIES: ReadonlySet<string> = new Set([
  'alpnProtocol',
  'authorizationError',
  'authorized',
  'bytesRead',
  'bytesWritten',
  'encrypted',
]);

/** Codes of errors that a socket has only when it is gone. */
const FATAL_CODES: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

const EQUALITIES: ReadonlyMap<string, boolean> = new Map([
  ['===', false],
  ['==', false],
  ['!==', true],
  ['!=', true],
]);

/** The question that the value answers; undefined where it has nothing to do with the resource. */
export function questionOf({ facts }: Tracking, test: ValueId, holds: (value: ValueId) => boolean): Question | undefined {
  const ask = (value: ValueId, depth: number): Question | undefined => {
    if (holds(value)) return { asks: 'is-there', negated: false };
    if (depth > 3) return undefined;
    const it = facts.definitionOf(value);
    if (!it) return callAsks(value);
    // A value that was joined of several asks what any of them asks.
    if (it.kind === 'read')
      return facts.writtenTo(it.cell).some(written => ask(written, depth + 1)) ? { asks: 'something', negated: false } : undefined;
    if (it.kind === 'load') return loadAsks(it);
    return it.kind === 'op' ? operationAsks(it.operator, it.operands, depth) : undefined;
  };

  /** `Boolean(socket)`, `socket.isPaused()`: an answer of which we know only what it is about. */
  const callAsks = (value: ValueId): Question | undefined => {
    const call = facts.callOf(value);
    const about = call && [...(call.receiver === null ? [] : [call.receiver]), ...call.args.map(arg => arg.value)];
    return about?.some(holds) ? { asks: 'something', negated: false } : undefined;
  };

  const loadAsks = (it: Extract<Instruction, { kind: 'load' }>): Question | undefined => {
    if (!holds(it.object) || (typeof it.property === 'string' && SILENT_PROPERTIES.has(it.property))) return undefined;
    return { asks: typeof it.property === 'string' && CLOSED_FLAGS.has(it.property) ? 'is-closed' : 'something', negated: false };
  };

  const operationAsks = (operator: string, operands: readonly ValueId[], depth: number): Question | undefined => {
    const [left, right] = operands;
    if (left === undefined) return undefined;
    if (operator === 'is-nullish') return holds(left) ? { asks: 'is-there', negated: true } : undefined;
    if (operator === '!') return negate(ask(left, depth + 1));
    if (right === undefined) return undefined;
    const unequal = EQUALITIES.get(operator);
    if (unequal !== undefined) return equalityAsks(left, right, unequal, depth) ?? equalityAsks(right, left, unequal, depth);
    return holds(left) && (operator === 'instanceof' || operator === 'in') ? { asks: 'something', negated: false } : undefined;
  };

  const equalityAsks = (left: ValueId, right: ValueId, unequal: boolean, depth: number): Question | undefined => {
    const constant = facts.definitionOf(right);
    if (constant?.kind !== 'const') {
      const about = ask(left, depth + 1);
      return about && { asks: 'something', negated: false };
    }
    const asked = facts.definitionOf(left);
    if (asked?.kind === 'load' && asked.property === 'code' && FATAL_CODES.has(constant.value))
      return { asks: 'is-reset', negated: unequal };
    const isNullish = constant.value === null || constant.value === undefined;
    if (holds(left)) return isNullish ? { asks: 'is-there', negated: !unequal } : { asks: 'something', negated: false };
    if (asked?.kind === 'op' && asked.operator === 'typeof' && asked.operands.some(holds)) {
      return constant.value === 'undefined' ? { asks: 'is-there', negated: !unequal } : { asks: 'something', negated: false };
    }
    const about = ask(left, depth + 1);
    if (!about) return undefined;
    if (about.asks === 'something' || typeof constant.value !== 'boolean') return { asks: 'something', negated: false };
    return constant.value === unequal ? negate(about) : about;
  };

  return ask(test, 0);
}

const negate = (question: Question | undefined): Question | undefined => question && { ...question, negated: !question.negated };
