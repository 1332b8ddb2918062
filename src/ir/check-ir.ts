/**
 * The sanity of a module's IR: edges exist, values are defined once and before use on some path, exceptional edges lead to handlers
 * and nothing else does, cells are known. Run after every pass in tests; an empty list means sound.
 */
import type { BlockId, FunctionIr, ModuleIr, ValueId } from './ir.ts';
import { exceptionalTargetsOf, targetsOf } from './targets.ts';
import { definedBy, definedByTerminator, usedBy, usedByTerminator } from './visit-ir.ts';

/** What is wrong with the module, one sentence each, in order. */
export function checkModule(module: ModuleIr): readonly string[] {
  const body = module.functions.has(module.body) ? [] : ['the module has no body'];
  return [...body, ...[...module.functions.values()].flatMap(fn => checkFunction(fn, module).map(fault => `${fn.name}: ${fault}`))];
}

function checkFunction(fn: FunctionIr, module: ModuleIr): readonly string[] {
  const faults: string[] = [];
  if (!fn.blocks.has(fn.entry)) faults.push('the entry does not exist');
  for (const cell of fn.captures) if (!module.cells.has(cell)) faults.push(`captured cell ${cell} does not exist`);
  checkEdges(fn, faults);
  const defined = checkDefinitions(fn, faults);
  checkUses(fn, module, defined, faults);
  return faults;
}

function checkEdges(fn: FunctionIr, faults: string[]): void {
  const reached = new Set<BlockId>([fn.entry]);
  for (const block of fn.blocks.values()) {
    const exceptional = new Set(exceptionalTargetsOf(block.terminator));
    for (const target of targetsOf(block.terminator)) {
      reached.add(target);
      const to = fn.blocks.get(target);
      if (!to) faults.push(`bb${block.id} leads to bb${target}, which does not exist`);
      else if (exceptional.has(target) !== (to.caught !== null)) {
        faults.push(
          `bb${block.id} -> bb${target}: ${to.caught === null ? 'an exceptional edge into a normal block' : 'a normal edge into a handler'}`,
        );
      }
    }
  }
  for (const id of fn.blocks.keys()) if (!reached.has(id)) faults.push(`nothing leads to bb${id}`);
}

function checkDefinitions(fn: FunctionIr, faults: string[]): ReadonlySet<ValueId> {
  const defined = new Set<ValueId>();
  const define = (value: ValueId | null): void => {
    if (value === null) return;
    if (defined.has(value)) faults.push(`%${value} is defined twice`);
    defined.add(value);
  };
  fn.params.forEach(define);
  for (const block of fn.blocks.values()) {
    define(block.caught);
    for (const instruction of block.instructions) define(definedBy(instruction));
    define(definedByTerminator(block.terminator));
  }
  return defined;
}

function checkUses(fn: FunctionIr, module: ModuleIr, defined: ReadonlySet<ValueId>, faults: string[]): void {
  for (const block of fn.blocks.values()) {
    const uses = [...block.instructions.flatMap(usedBy), ...usedByTerminator(block.terminator)];
    for (const value of uses) if (!defined.has(value)) faults.push(`bb${block.id} uses %${value}, which nothing defines`);
    for (const it of block.instructions) {
      if ((it.kind === 'read' || it.kind === 'write') && !module.cells.has(it.cell))
        faults.push(`bb${block.id} names cell ${it.cell}, which does not exist`);
      if (it.kind === 'closure' && !module.functions.has(it.fn))
        faults.push(`bb${block.id} closes over function ${it.fn}, which does not exist`);
    }
  }
}
