/**
 * Prints the IR as text: stable, one instruction a line, made for diffs. One printer serves IR and states: `note` lets a later pass
 * put its facts beside the block they hold at, so this file needs to know nothing of them.
 */
import { assertNever } from '../base/assert-never.ts';
import type {
  Argument,
  Block,
  BlockId,
  Callee,
  CellId,
  FunctionIr,
  Instruction,
  ModuleIr,
  ObjectEntry,
  Terminator,
  ValueId,
} from './ir.ts';

/** A line to stand at the head of a block, or undefined. */
export type Note = (block: Block) => string | undefined;

/** Every function of the module, in source order, a blank line between them. */
export function printModule(module: ModuleIr, note?: (fn: FunctionIr) => Note): string {
  return [...module.functions.values()].map(fn => printFunction(fn, module, note?.(fn))).join('\n\n');
}

export function printFunction(fn: FunctionIr, module: ModuleIr, note?: Note): string {
  const words = [fn.async ? 'async ' : '', fn.kind === 'module' ? 'module' : fn.generator ? 'function*' : 'function'].join('');
  const captures = fn.captures.length > 0 ? ` captures ${fn.captures.map(cell => cellName(cell, module)).join(', ')}` : '';
  const head = `${words} ${fn.name}(${fn.params.map(value).join(', ')})${captures}`;
  return [head, ...[...fn.blocks.values()].map(block => printBlock(block, module, note?.(block)))].join('\n');
}

export const value = (id: ValueId): string => `%${id}`;
export const label = (id: BlockId): string => `bb${id}`;

/** The cell's name, with its id where the module has several of that name. */
export function cellName(id: CellId, module: ModuleIr): string {
  const name = module.cells.get(id)?.name ?? '?';
  if (name === 'this') return name;
  return (namesakesIn(module).get(name) ?? 0) > 1 ? `${name}#${id}` : name;
}

const namesakes = new WeakMap<ModuleIr, ReadonlyMap<string, number>>();

/** How many cells have each name; counted once a module. */
function namesakesIn(module: ModuleIr): ReadonlyMap<string, number> {
  const known = namesakes.get(module);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const { name } of module.cells.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  namesakes.set(module, counts);
  return counts;
}

function printBlock(block: Block, module: ModuleIr, note: string | undefined): string {
  const caught = block.caught === null ? '' : ` catch ${value(block.caught)}`;
  const head = `  ${label(block.id)}:${caught}${note === undefined ? '' : `  ; ${note}`}`;
  const lines = [...block.instructions.map(it => printInstruction(it, module)), printTerminator(block.terminator, module)];
  return [head, ...lines.map(line => `    ${line}`)].join('\n');
}

export function printInstruction(it: Instruction, module: ModuleIr): string {
  switch (it.kind) {
    case 'const':
      return `${value(it.to)} = ${it.value === undefined ? 'undefined' : JSON.stringify(it.value)}`;
    case 'op':
      return `${value(it.to)} = ${it.operator} ${it.operands.map(value).join(', ')}`.trimEnd();
    case 'read':
      return `${value(it.to)} = read ${cellName(it.cell, module)}`;
    case 'write':
      return `write ${cellName(it.cell, module)} = ${value(it.value)}`;
    case 'load':
      return `${value(it.to)} = ${value(it.object)}${printProperty(it.property)}`;
    case 'store':
      return `${value(it.object)}${printProperty(it.property)} = ${value(it.value)}`;
    case 'object':
      return `${value(it.to)} = ${it.array ? '[' : '{'}${it.entries.map(entry => printEntry(entry, it.array)).join(', ')}${it.array ? ']' : '}'}`;
    case 'closure':
      return `${value(it.to)} = closure ${module.functions.get(it.fn)?.name ?? '?'}`;
    case 'api':
      return `${value(it.to)} = api ${it.api.module}.${it.api.member}`;
    case 'opaque':
      return `${value(it.to)} = opaque "${it.why}"${it.uses.length > 0 ? ` of ${it.uses.map(value).join(', ')}` : ''}`;
    default:
      return assertNever(it);
  }
}

export function printTerminator(it: Terminator, module: ModuleIr): string {
  switch (it.kind) {
    case 'jump':
      return `jump -> ${label(it.to)}`;
    case 'branch':
      return `branch ${value(it.test)} -> ${label(it.then)}, else -> ${label(it.else)}`;
    case 'call': {
      const receiver = it.receiver === null ? '' : ` on ${value(it.receiver)}`;
      const verb = it.construct ? 'new' : 'call';
      return `${value(it.result)} = ${verb} ${printCallee(it.callee, module)}(${it.args.map(printArgument).join(', ')})${receiver} -> ${label(it.next)}, throw -> ${label(it.throws)}`;
    }
    case 'suspend': {
      const exceptional = it.how === 'await' ? 'reject' : 'throw';
      const returns = it.returns === null ? '' : `, return -> ${label(it.returns)}`;
      return `${value(it.result)} = ${it.how} ${value(it.value)} -> ${label(it.next)}, ${exceptional} -> ${label(it.throws)}${returns}`;
    }
    case 'return':
      return it.value === null ? 'return' : `return ${value(it.value)}`;
    case 'throw':
      return `${it.rethrows ? 'rethrow' : 'throw'} ${value(it.value)}${it.to === null ? '' : ` -> ${label(it.to)}`}`;
    case 'stop':
      return 'stop';
    default:
      return assertNever(it);
  }
}

function printCallee(callee: Callee, module: ModuleIr): string {
  switch (callee.kind) {
    case 'api':
      return `${callee.subclass === undefined ? '' : `${value(callee.subclass)} extending `}${callee.api.module}.${callee.api.member}`;
    case 'function':
      return module.functions.get(callee.fn)?.name ?? '?';
    case 'method':
      return `.${callee.name}`;
    case 'value':
      return value(callee.value);
    case 'super':
      return callee.name === null ? 'super' : `super.${callee.name}`;
    default:
      return assertNever(callee);
  }
}

const printProperty = (property: string | ValueId): string => (typeof property === 'string' ? `.${property}` : `[${value(property)}]`);
const printArgument = (arg: Argument): string => `${arg.spread ? '...' : ''}${value(arg.value)}`;

function printEntry(entry: ObjectEntry, array: boolean): string {
  if (entry.spread) return `...${value(entry.value)}`;
  return array ? value(entry.value) : `${entry.key ?? '[computed]'}: ${value(entry.value)}`;
}
