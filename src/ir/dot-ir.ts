/**
 * Prints the IR as Graphviz DOT, to be looked at: a cluster for each function, a box for each block, exceptional edges dashed. The lines
 * in a box are those of `print-ir.ts`, without the targets that the edges show.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Block, BlockId, FunctionIr, ModuleIr, Terminator } from './ir.ts';
import { label, type Note, printInstruction, printTerminator, value } from './print-ir.ts';

/** Every function of the module as one graph. */
export function dotModule(module: ModuleIr, note?: (fn: FunctionIr) => Note): string {
  return dotFunctions([...module.functions.values()], module, note);
}

/** The given functions of the module as one graph. */
export function dotFunctions(functions: readonly FunctionIr[], module: ModuleIr, note?: (fn: FunctionIr) => Note): string {
  const clusters = functions.flatMap(fn => dotFunction(fn, module, note?.(fn)));
  return ['digraph ir {', '  node [shape=box, fontname=monospace];', ...clusters, '}'].join('\n');
}

function dotFunction(fn: FunctionIr, module: ModuleIr, note: Note | undefined): readonly string[] {
  const nodeOf = (id: BlockId): string => `f${fn.id}_${label(id)}`;
  const blocks = [...fn.blocks.values()];
  return [
    `  subgraph cluster_${fn.id} {`,
    `    label=${quoted([`${fn.name}(${fn.params.map(value).join(', ')})`])};`,
    ...blocks.map(block => `    ${nodeOf(block.id)} [label=${quoted(linesOf(block, module, note?.(block)))}];`),
    ...blocks.flatMap(block =>
      edgesOf(block.terminator).map(({ to, name, exceptional }) => {
        const style = [...(exceptional ? ['style=dashed'] : []), ...(name === '' ? [] : [`label=${quoted([name])}`])].join(', ');
        return `    ${nodeOf(block.id)} -> ${nodeOf(to)}${style === '' ? '' : ` [${style}]`};`;
      }),
    ),
    '  }',
  ];
}

function linesOf(block: Block, module: ModuleIr, note: string | undefined): readonly string[] {
  const caught = block.caught === null ? '' : ` catch ${value(block.caught)}`;
  // The targets come last in a printed terminator, behind the first arrow or, alone, as what it leads to.
  const end = printTerminator(block.terminator, module).replace(/ -> bb\d+.*$/, '');
  return [
    `${label(block.id)}:${caught}${note === undefined ? '' : `  ; ${note}`}`,
    ...block.instructions.map(it => printInstruction(it, module)),
    ...(block.terminator.kind === 'jump' ? [] : [end]),
  ];
}

type Edge = { readonly to: BlockId; readonly name: string; readonly exceptional: boolean };

/** The ways out of a block, with what a reader calls them. */
function edgesOf(it: Terminator): readonly Edge[] {
  const normal = (to: BlockId, name = ''): Edge => ({ to, name, exceptional: false });
  const exceptional = (to: BlockId, name: string): Edge => ({ to, name, exceptional: true });
  switch (it.kind) {
    case 'jump':
      return [normal(it.to)];
    case 'branch':
      return [normal(it.then, 'then'), normal(it.else, 'else')];
    case 'call':
      return [normal(it.next), exceptional(it.throws, 'throw')];
    case 'suspend':
      return [
        normal(it.next),
        exceptional(it.throws, it.how === 'await' ? 'reject' : 'throw'),
        ...(it.returns === null ? [] : [normal(it.returns, 'return')]),
      ];
    case 'throw':
      return it.to === null ? [] : [exceptional(it.to, '')];
    case 'return':
    case 'stop':
      return [];
    default:
      return assertNever(it);
  }
}

/** A DOT string of lines, each set to the left. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map(line => line.replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return escaped.length === 1 ? `"${escaped.join('')}"` : `"${escaped.map(line => `${line}\\l`).join('')}"`;
}
