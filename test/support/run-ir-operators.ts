/**
 * What the operators of the graph do to values, with JavaScript's own meaning where the graph says enough. What would throw is by decree
 * not drawn: such a run is beyond what the graph promises, and says so.
 */
import type { Instruction } from '../../src/ir/ir.ts';
import { isStub, UNKNOWN } from './value-shape.ts';

/** Why a graph was not run to its end. */
export class Halt extends Error {
  readonly why: Why;

  constructor(why: Why, message: string) {
    super(message);
    this.why = why;
  }
}

type Why =
  /** `process.exit`, or what the types of the source exclude. */
  | 'stop'
  /** An operator, property load or destructuring threw, which by decree none does. */
  | 'beyond decree'
  /** It depends on what the graph does not know. */
  | 'not known'
  /** It does not come to an end. */
  | 'endless';

export const END = Symbol('no more elements');

/** What `iterate` makes, `next` steps and `close` leaves early: an element or END, or a promise of one where the loop awaits it. */
export type Iteration = { next(): unknown; close(): unknown };

/** Runs what JavaScript may throw at and the graph does not. */
export function byDecree<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Halt) throw error;
    throw new Halt('beyond decree', String(error));
  }
}

export function operate(it: Extract<Instruction, { kind: 'op' }>, operands: readonly unknown[]): unknown {
  const { operator } = it;
  const [first, second] = operands;
  switch (operator) {
    case 'has':
      return known(first) !== END;
    case 'next':
      return byDecree(() => (known(first) as Iteration).next());
    case 'close':
      return byDecree(() => (known(first) as Iteration).close());
    // What they make cannot be told from their operands.
    case 'rest':
    case 'template':
    case 'template-strings':
    case 'computed-member':
    case 'regexp':
    case 'bigint':
    case 'delete':
      return UNKNOWN;
    case 'is-nullish':
      return first === UNKNOWN ? UNKNOWN : first === null || first === undefined;
  }
  // The text of a function is its source.
  const isText = operator === '+' && operands.some(it => typeof it === 'function' && !isStub(it));
  if (isText || operands.includes(UNKNOWN)) return UNKNOWN;
  return byDecree(() => (operands.length === 1 ? unary(operator, first) : binary(operator, first, second)));
}

/** The value, which must not be one that the graph does not know. */
export function known(value: unknown): unknown {
  if (value === UNKNOWN) throw new Halt('not known', 'a choice, call or loop depends on a value that is not known');
  return value;
}

function unary(operator: string, value: unknown): unknown {
  switch (operator) {
    case '!':
      return !value;
    case '-':
      return -(value as number);
    case '+':
    case 'to-number':
      return Number(value);
    case '~':
      return ~(value as number);
    case 'typeof':
      return typeof value;
    default:
      throw new Error(`there is no unary ${operator}`);
  }
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  const [a, b] = [left as number, right as number];
  switch (operator) {
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '**':
      return a ** b;
    case 'in':
      return (left as string) in (right as object);
    case 'instanceof':
      return left instanceof (right as () => unknown);
    default:
      throw new Error(`there is no binary ${operator}`);
  }
}
