/** A golden's program, run by Node or by its graph: both are started and asked for what they declare in one way. */
import type ts from 'typescript';

import type { Block, BlockId, FunctionIr, Instruction, ModuleIr } from '../../src/ir/ir.ts';
import type { Entry, Golden } from './golden-program.ts';
import { classFactsOf, classOf, placeOf } from './run-ir-classes.ts';
import { closureOf, run } from './run-ir-closures.ts';
import { END, type Halt, type Iteration, known } from './run-ir-operators.ts';
import { activate, machineFor } from './run-ir-state.ts';
import type { World } from './scripted-world.ts';
import { isStub, memberOf } from './value-shape.ts';

export type Running = {
  /** Runs the module body; a promise where it waits. */
  start(): unknown;
  /** What an entry names, once the body has run. */
  valueOf(entry: Exclude<Entry, { kind: 'module' }>): unknown;
  /** Why the run means nothing from here on. */
  halt(): Halt | undefined;
};

export type Program = (world: World) => Running;

/** Told of every block that is entered, and from where. */
export type Visit = (fn: FunctionIr, block: Block, from: BlockId | null) => void;

export function keysOf(value: unknown): readonly string[] {
  const keys: string[] = [];
  for (const key in value as object) keys.push(key);
  return keys;
}

/** The program as its graph runs it. */
export function programOfGraph({ ts: typescript, sourceFile }: Golden, module: ModuleIr, visit: Visit): Program {
  const classes = classFactsOf(typescript, sourceFile);
  const keyLoops = placesOfKeyLoops(typescript, sourceFile);
  const body = module.functions.get(module.body);
  if (!body) throw new Error('a module has a body');

  return world => {
    const made = new Map<string, unknown>();
    let halt: Halt | undefined;
    const machine = machineFor(module, {
      api: world.api,
      iterate: (value, awaited, span) => iteration(world, keyLoops.has(placeOf(span)) && !isStub(value) ? keysOf(value) : value, awaited),
      visit,
      halted: why => void (halt ??= why),
      closure: closureOf,
      class: (machineOfClass, it, parts) => classOf(classes, machineOfClass, it, parts),
      made: (it, value) => {
        const place = placeMade(module, it);
        if (place !== undefined) made.set(place, value);
      },
    });
    return {
      start: () => {
        return run(machine, activate(isPausing(body) ? { ...body, async: true } : body, null, undefined, []));
      },
      valueOf: ({ place }) => made.get(place),
      halt: () => halt,
    };
  };
}

function placeMade(module: ModuleIr, it: Instruction): string | undefined {
  if (it.kind === 'closure') return placeOf(module.functions.get(it.fn)?.span ?? it.span);
  return it.kind === 'object' || (it.kind === 'op' && it.operator === 'class') ? placeOf(it.span) : undefined;
}

/** What for-in loops over: the graph has one word for keys and elements. */
function placesOfKeyLoops(typescript: Golden['ts'], sourceFile: ts.SourceFile): ReadonlySet<string> {
  const places = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (typescript.isForInStatement(node)) places.add(placeOf({ start: node.expression.getStart(sourceFile), end: node.expression.end }));
    typescript.forEachChild(node, visit);
  };
  visit(sourceFile);
  return places;
}

type Elements = {
  return?: () => unknown;
  next(): { readonly done?: boolean | undefined; readonly value: unknown } | Promise<{ readonly done?: boolean; readonly value: unknown }>;
};

/** A loop over a stub as the script has it, over anything else as JavaScript has it. */
export function iteration(world: Pick<World, 'elements'> | null, list: unknown, awaited: boolean): Iteration {
  const elements: Elements = world && isStub(list) ? world.elements(list, awaited) : nativeElements(list, awaited);
  const elementOf = ({ done, value }: { readonly done?: boolean | undefined; readonly value: unknown }): unknown =>
    done === true ? END : value;
  return {
    next() {
      const step = elements.next();
      return step instanceof Promise ? step.then(elementOf) : elementOf(step);
    },
    close: () => elements.return?.(),
  };
}

function nativeElements(list: unknown, awaited: boolean): Elements {
  const both = list as Partial<AsyncIterable<unknown>> & Iterable<unknown>;
  const later = awaited ? (known(memberOf(list, Symbol.asyncIterator)) as (typeof both)[typeof Symbol.asyncIterator]) : undefined;
  return later ? Reflect.apply(later, list, []) : both[Symbol.iterator]();
}

export const isPausing = (fn: FunctionIr | undefined): boolean =>
  fn !== undefined && [...fn.blocks.values()].some(({ terminator }) => terminator.kind === 'suspend');
