/**
 * What a running graph consists of: the module and what surrounds it, and one activation for each call, with its values and cells. Where
 * a cell is not its own, an activation finds it by the calls around it, as closures do.
 */
import type { Span } from '../../src/base/span.ts';
import type { ApiRef, Block, BlockId, CellId, FunctionId, FunctionIr, Instruction, ModuleIr, ValueId } from '../../src/ir/ir.ts';
import type { Halt, Iteration } from './run-ir-operators.ts';

/** What surrounds the program. */
export type Host = {
  api(api: ApiRef): unknown;
  iterate(value: unknown, awaited: boolean, span: Span): Iteration;
  /** Told of every block that is entered, and from where. */
  visit(fn: FunctionIr, block: Block, from: BlockId | null): void;
  halted(halt: Halt): void;
  /** The value of a function, made where its lexical surroundings are there. */
  closure(machine: Machine, fn: FunctionIr, around: Activation): unknown;
  /** The value of a `class` operation. */
  class(machine: Machine, it: Extract<Instruction, { kind: 'op' }>, parts: readonly unknown[]): unknown;
  /** Told of every object, closure and class that the module body makes. */
  made(it: Instruction, value: unknown): void;
};

export type Machine = {
  readonly module: ModuleIr;
  readonly parents: ReadonlyMap<FunctionId, FunctionId>;
  readonly host: Host;
  /** How many blocks may still be entered: a graph that is wrong may never end. */
  readonly fuel: { left: number };
};

/** One call of a function. */
export type Activation = {
  readonly fn: FunctionIr;
  readonly around: Activation | null;
  readonly cells: Map<CellId, unknown>;
  readonly values: Map<ValueId, unknown>;
  readonly args: readonly unknown[];
  /** The object that each method made in this call belongs to: `super` means what is behind it. */
  readonly homes: Map<FunctionId, object>;
  /** What `new` was applied to, and the class that it extends. */
  readonly construction: { readonly newTarget: unknown; readonly base: unknown } | null;
};

/** How a function was left. */
export type Outcome = { readonly exit: 'return' | 'throw'; readonly value: unknown };

/** Where a function waits, or hands out a value; how it is woken. */
export type Pause = { readonly how: 'await' | 'yield' | 'yield*'; readonly value: unknown };
export type Resumption = { readonly how: 'next' | 'throw' | 'return'; readonly value: unknown };

const FUEL = 20_000;

export function machineFor(module: ModuleIr, host: Host): Machine {
  return { module, parents: parentsIn(module), host, fuel: { left: FUEL } };
}

export function activate(
  fn: FunctionIr,
  around: Activation | null,
  receiver: unknown,
  args: readonly unknown[],
  construction: Activation['construction'] = null,
): Activation {
  const cells = new Map<CellId, unknown>();
  // A derived class has no object until `super()` has returned.
  if (fn.thisCell !== null && (construction?.base === undefined || receiver !== undefined)) cells.set(fn.thisCell, receiver);
  return { fn, around, cells, values: new Map(fn.params.map((param, i) => [param, args[i]])), args, homes: new Map(), construction };
}

type Origin = { readonly graph: FunctionIr; readonly around: Activation };

const origins = new WeakMap<object, Origin>();

/** The graph that a function value runs, and the call that it was made in. */
export const originOf = (value: unknown): Origin | undefined => (typeof value === 'function' ? origins.get(value) : undefined);
export const cameFrom = (value: object, origin: Origin): unknown => origins.set(value, origin);

/** A use that nothing before it defines is a fault of the graph. */
export function valueIn(values: ReadonlyMap<ValueId, unknown>, id: ValueId): unknown {
  if (!values.has(id)) throw new Error(`%${id} is used before it is defined`);
  return values.get(id);
}

/** A function's value, with the call of the function around it that it stands in. */
export function closure(machine: Machine, from: Activation, id: FunctionId): unknown {
  const fn = machine.module.functions.get(id);
  if (!fn) throw new Error(`there is no function ${id}`);
  let around: Activation | null = from;
  while (around && around.fn.id !== machine.parents.get(id)) around = around.around;
  if (!around) throw new Error(`${fn.name} is called where the function around it does not run`);
  return machine.host.closure(machine, fn, around);
}

/** A variable that nobody has written yet is undefined. What lowering made for itself is always written first. */
export function read(machine: Machine, activation: Activation, cell: CellId): unknown {
  const cells = cellsOf(activation, cell);
  if (cells.has(cell)) return cells.get(cell);
  const { name = '' } = machine.module.cells.get(cell) ?? {};
  if (name.startsWith('$')) throw new Error(`${name} is read before it is written`);
  return undefined;
}

/** The key that a member's name in the graph stands for. */
export function keyIn(name: string): string | symbol {
  const symbol = /^\[Symbol\.(\w+)\]$/.exec(name)?.[1];
  return symbol === undefined ? name : ((Symbol as unknown as { readonly [name: string]: symbol })[symbol] ?? name);
}

/** A member of what `super` means here, with its receiver: `this`. Arrows have the `super` of the function around them. */
export function memberOfSuper(activation: Activation, key: string | symbol): unknown {
  let at = activation;
  while (at.around && at.fn.kind === 'arrow') at = at.around;
  const home = at.around?.homes.get(at.fn.id);
  if (!home) throw new Error('super stands in a method');
  const parent = Object.getPrototypeOf(home) as object | null;
  const receiver = at.fn.thisCell === null ? undefined : at.cells.get(at.fn.thisCell);
  return parent === null ? undefined : (Reflect.get(parent, key, receiver) as unknown);
}

/** The cells of the call that the cell belongs to: a captured one is further out. */
export function cellsOf(activation: Activation, cell: CellId): Map<CellId, unknown> {
  let at = activation;
  while (at.around && at.fn.captures.includes(cell)) at = at.around;
  return at.cells;
}

/** The function that each function stands in, by the spans. */
function parentsIn({ functions, body }: ModuleIr): ReadonlyMap<FunctionId, FunctionId> {
  const all = [...functions.values()];
  return new Map(
    all.flatMap(({ id, span }) => {
      if (id === body) return [];
      const around = all.filter(it => it.id !== id && it.id !== body && it.span.start <= span.start && it.span.end >= span.end);
      const nearest = around.toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
      return [[id, nearest?.id ?? body]];
    }),
  );
}
