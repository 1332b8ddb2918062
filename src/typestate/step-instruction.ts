/**
 * How an instruction changes the state of the followed resource. Null: the path is over for it, it went where it is not ours any more.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Span } from '../base/span.ts';
import type { PathNode } from '../dataflow/explore.ts';
import { cellNameOf, type Name, named, valueName } from '../dataflow/name.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, Instruction, ValueId } from '../ir/ir.ts';
import { definedBy } from '../ir/visit-ir.ts';
import { sharesReleaser } from './releasers.ts';
import { perhapsRead, type State, withName, withoutName } from './state.ts';
import { logFate, owes, type Tracking } from './tracking.ts';

/** Operators that hand their operand on; all others only look at it. */
const CARRIES: ReadonlySet<string> = new Set(['iterate', 'next', 'rest', 'class', 'computed-member']);

type Located = { readonly span: Span };

export type At = { readonly block: BlockId; readonly index: number; readonly node: PathNode<State> };

export function stepInstruction(t: Tracking, it: Instruction, entering: State, at: At): State | null {
  const before = { ...entering, guards: t.facts.guards.after(entering.guards, it) };
  const defined = definedBy(it);
  const state = defined === null ? before : lose(t, before, valueName(defined), 'iteration', it, at);
  if (state === null) return null;
  if (sharesReleaser(t, it)) return leave(t, it, 'somebody else may call what releases it');
  const holds = (value: ValueId): boolean => state.names.has(valueName(value));
  switch (it.kind) {
    case 'const':
    case 'api':
      return state;
    case 'closure':
      return share(t, state, it);
    case 'read':
      return state.names.has(cellNameOf(it.cell)) ? nameIt(t, state, it.to) : state;
    case 'write':
      return holds(it.value) ? bind(t, state, it, at) : lose(t, state, cellNameOf(it.cell), 'overwrite', it, at);
    case 'op':
      return it.operands.some(holds) && CARRIES.has(it.operator) ? leave(t, it, `goes into '${it.operator}'`) : state;
    case 'load':
      return holds(it.object) && typeof it.property === 'string' && t.models.hasMethod(t.resource.name, it.property)
        ? leave(t, it, `its method '${it.property}' is taken as a value`)
        : state;
    case 'store':
      return holds(it.value) ? handOver(t, it, 'a property') : state;
    case 'object':
      return putInto(t, state, it);
    case 'opaque':
      return it.uses.some(holds) ? leave(t, it, it.why) : state;
    default:
      return assertNever(it);
  }
}

/** The value holds it too. */
export function nameIt(t: Tracking, state: State, value: ValueId): State {
  const variable = t.fn.names.get(value);
  if (variable !== undefined) t.log.calledAs.add(variable);
  return withName(state, valueName(value));
}

/** Another name for it. Closures over the cell that exist by now share it; a variable of a function around keeps it when this one is over. */
function bind(t: Tracking, state: State, it: Extract<Instruction, { kind: 'write' }>, at: At): State | null {
  const holding = withName(state, cellNameOf(it.cell));
  if (t.module.cells.get(it.cell)?.captured === false) return holding;
  if (t.fn.captures.includes(it.cell)) {
    t.log.boundTo.set(it.cell, it.span);
    return state.names.has(cellNameOf(it.cell)) ? holding : handOver(t, it, 'a variable that outlives the call');
  }
  return shared(t, perhapsRead(holding), it, it.cell, fn => t.closures.existsBefore(fn.id, t.fn, at.block, at.index));
}

/** A closure is made: what it sees is shared with it from here on. One that nobody calls shows at most what was meant. */
function share(t: Tracking, before: State, it: Extract<Instruction, { kind: 'closure' }>): State | null {
  if (!t.closures.isCallable(it)) {
    t.log.releasedReturn ||= capturedBy(t, it.fn).some(cell => before.names.has(cellNameOf(cell)));
    return before;
  }
  let state: State | null = before;
  for (const name of before.names) {
    const what = named(name);
    if (state && 'cell' in what && t.module.cells.get(what.cell)?.captured === true) {
      state = shared(t, state, it, what.cell, fn => t.closures.holds(it.fn, fn.id));
    }
  }
  return state;
}

function capturedBy({ module }: Tracking, fn: FunctionId): readonly CellId[] {
  return module.functions.get(fn)?.captures ?? [];
}

/** The state once functions over the cell share it: one that may do more than borrow is a co-owner, one that waits for its end waits. */
function shared(t: Tracking, state: State, it: Instruction, cell: CellId, exists: (fn: FunctionIr) => boolean): State | null {
  const { touching, waiting } = t.usersOf(cell);
  const owner = touching.find(exists);
  if (owner) return leave(t, it, `${owner.name} may release it`);
  return waiting.some(exists) ? { ...state, waits: true } : state;
}

/** An object literal on its way to a call as options still leaves it with us; in any other it has a new owner. */
function putInto(t: Tracking, state: State, it: Extract<Instruction, { kind: 'object' }>): State | null {
  const holding = it.entries.filter(
    ({ value, spread }) => state.names.has(valueName(value)) || (spread && state.inside.has(valueName(value))),
  );
  const [entry] = holding;
  if (!entry) return state;
  const key = entry.spread ? state.inside.get(valueName(entry.value)) : entry.key;
  if (holding.length > 1 || key === null || key === undefined || !t.facts.isOnlyPassed(it.to)) {
    return handOver(t, it, it.array ? 'an array' : 'an object');
  }
  return { ...state, inside: new Map([...state.inside, [valueName(it.to), key]]) };
}

/** A name now holds something else. Where it was the last one that anybody could still use, the resource is lost. */
export function lose(t: Tracking, before: State, name: Name, exit: 'iteration' | 'overwrite', { span }: Located, at: At): State | null {
  if (!before.names.has(name)) return before;
  const state = withoutName(before, name);
  if (!owes(state) || stillHeld(t, state, at)) return state;
  t.log.unmet.push({ node: at.node, state: before, exit, span });
  return null;
}

/** Whether another name can still reach it. A cell keeps it until it is itself overwritten; a value only while something uses it. */
function stillHeld(t: Tracking, state: State, at: At): boolean {
  return [...state.names].some(name => 'cell' in named(name) || t.facts.liveness.liveAfter(name, at.block, at.index));
}

function handOver(t: Tracking, it: Instruction, to: string): null {
  logFate(t.log, { kind: 'transferred', span: it.span, to });
  return null;
}

function leave(t: Tracking, it: Instruction, why: string): null {
  logFate(t.log, { kind: 'unknown', span: it.span, why });
  return null;
}
