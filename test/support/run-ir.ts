/**
 * Runs a graph, so that it can be compared with the program it came from. It knows what the random programs of `semantics.test.ts` use:
 * variables, choices, loops over arrays, exceptions, calls of the one function `t`, and `using`, whose resources `u` makes.
 */
import type { Callee, FunctionIr, Instruction, ValueId } from '../../src/ir/ir.ts';

/** How a function was left. */
export type Outcome = { readonly exit: 'return' | 'throw'; readonly value: unknown };

type Iteration = { readonly list: readonly unknown[]; at: number };

const END = Symbol('no more elements');

/** What programs may call: `t(x)`, and `u(x)` for something to dispose of, or null. */
export type Calls = { t(argument: unknown): unknown; u(argument: unknown): Disposable | null };

export function runFunction(fn: FunctionIr, args: readonly unknown[], calls: Calls): Outcome {
  const values = new Map<ValueId, unknown>(fn.params.map((param, i) => [param, args[i]]));
  const cells = new Map<number, unknown>();
  let thrown: unknown;
  for (let at = fn.entry; ;) {
    const block = fn.blocks.get(at);
    if (!block) throw new Error(`there is no bb${at}`);
    if (block.caught !== null) values.set(block.caught, thrown);
    for (const it of block.instructions) step(it, values, cells);
    const end = block.terminator;
    switch (end.kind) {
      case 'jump':
        at = end.to;
        break;
      case 'branch':
        at = values.get(end.test) ? end.then : end.else;
        break;
      case 'call':
        try {
          values.set(
            end.result,
            run(
              end.callee,
              end.receiver === null ? undefined : values.get(end.receiver),
              end.args[0] && values.get(end.args[0].value),
              calls,
            ),
          );
          at = end.next;
        } catch (error) {
          thrown = error;
          at = end.throws;
        }
        break;
      case 'return':
        return { exit: 'return', value: end.value === null ? undefined : values.get(end.value) };
      case 'throw':
        thrown = values.get(end.value);
        if (end.to === null) return { exit: 'throw', value: thrown };
        at = end.to;
        break;
      case 'suspend':
      case 'stop':
        throw new Error(`no program here has a ${end.kind}`);
    }
  }
}

function run(callee: Callee, receiver: unknown, argument: unknown, { t, u }: Calls): unknown {
  if (callee.kind === 'method' && callee.name === '[Symbol.dispose]') {
    (receiver as Disposable)[Symbol.dispose]();
    return undefined;
  }
  return callee.kind === 'api' && callee.api.member === 'u' ? u(argument) : t(argument);
}

function step(it: Instruction, values: Map<ValueId, unknown>, cells: Map<number, unknown>): void {
  switch (it.kind) {
    case 'const':
      values.set(it.to, it.value);
      return;
    case 'op':
      values.set(
        it.to,
        operate(
          it.operator,
          it.operands.map(operand => values.get(operand)),
        ),
      );
      return;
    case 'read':
      values.set(it.to, cells.get(it.cell));
      return;
    case 'write':
      cells.set(it.cell, values.get(it.value));
      return;
    case 'object':
      values.set(
        it.to,
        it.entries.map(entry => values.get(entry.value)),
      );
      return;
    case 'load':
    case 'store':
    case 'closure':
    case 'api':
    case 'opaque':
      throw new Error(`no program here has a ${it.kind}`);
  }
}

function operate(operator: string, [first, second]: readonly unknown[]): unknown {
  switch (operator) {
    case '===':
      return first === second;
    case 'is-nullish':
      return first === null || first === undefined;
    case '+':
      return (first as number) + (second as number);
    case 'to-number':
      return Number(first);
    case '!':
      return !first;
    case 'iterate':
      return { list: first as readonly unknown[], at: 0 } satisfies Iteration;
    case 'next': {
      const iteration = first as Iteration;
      iteration.at += 1;
      return iteration.at <= iteration.list.length ? iteration.list[iteration.at - 1] : END;
    }
    case 'has':
      return first !== END;
    default:
      throw new Error(`no program here has ${operator}`);
  }
}
