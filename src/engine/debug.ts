/** The engine's insides as text: what `closewait debug` prints and golden tests compare. Uses the pipeline itself, never a copy. */
import { assertNever } from '../base/assert-never.ts';
import { lineIndexOf } from '../base/line-index.ts';
import { named } from '../dataflow/name.ts';
import { printDirective } from '../ir/directive.ts';
import { dotFunctions } from '../ir/dot-ir.ts';
import type { FunctionIr, ModuleIr } from '../ir/ir.ts';
import { cellName, type Note, printFunction, value } from '../ir/print-ir.ts';
import { directivesOf } from '../lower/directives.ts';
import type { TsSource } from '../lower/ts-port.ts';
import type { FollowedResource } from '../typestate/follow-module.ts';
import type { State } from '../typestate/state.ts';
import { owes } from '../typestate/tracking.ts';
import { printSummary } from '../typestate/summary.ts';
import { followSource } from './analyze.ts';

/**
 * The IR of every function of the file, below what the file's comments tell closewait; or of those called `functionName`, empty where
 * there is none of that name.
 */
export function printFileIr(source: TsSource, file: string, functionName?: string): string {
  const { module } = followSource(source, file, 'evident');
  const functions = selected(module, functionName).map(fn => printFunction(fn, module));
  return [...(functionName === undefined ? printDirectives(source, file) : []), ...functions].join('\n\n');
}

/** One paragraph, or nothing. */
function printDirectives({ ts, sourceFile }: TsSource, file: string): readonly string[] {
  const directives = directivesOf(ts, sourceFile, file);
  const { positionAt } = lineIndexOf(sourceFile.text);
  return directives.length === 0 ? [] : [directives.map(directive => `; ${printDirective(directive, positionAt)}`).join('\n')];
}

/** The same as Graphviz DOT: `closewait debug dot FILE | dot -Tsvg`. */
export function printFileDot(source: TsSource, file: string, functionName?: string): string {
  const { module } = followSource(source, file, 'evident');
  const functions = selected(module, functionName);
  return functions.length === 0 ? '' : dotFunctions(functions, module);
}

/** The IR with, beside each block, what every followed resource is there: `socket open {%1, socket}`. */
export function printFileState(source: TsSource, file: string, functionName?: string): string {
  const { module, followed } = followSource(source, file, 'evident');
  return selected(module, functionName)
    .map(fn => {
      const own = followed.resources.filter(resource => resource.fn.id === fn.id);
      return printFunction(fn, module, noteFor(own, module));
    })
    .join('\n\n');
}

/** One line a function, `name: what it does to its callers`. */
export function printFileSummaries(source: TsSource, file: string, functionName?: string): string {
  const { module, followed } = followSource(source, file, 'evident');
  return selected(module, functionName)
    .map(fn => `${fn.name}: ${printSummary(followed.summaryOf(fn))}`)
    .join('\n');
}

function selected(module: ModuleIr, functionName: string | undefined): readonly FunctionIr[] {
  return [...module.functions.values()].filter(fn => functionName === undefined || fn.name === functionName);
}

function noteFor(resources: readonly FollowedResource[], module: ModuleIr): Note {
  return block => {
    const notes = resources.flatMap(({ resource, followed }) =>
      (followed.exploration.nodes.get(block.id) ?? [])
        .filter(({ state }) => state.phase !== 'unborn')
        .map(({ state }) => printState(state, resource.protocol, owes(state), module)),
    );
    return notes.length > 0 ? notes.join(' | ') : undefined;
  };
}

function printState(state: State, protocol: string, owes: boolean, module: ModuleIr): string {
  const names = [...state.names]
    .sort((a, b) => a - b)
    .map(name => {
      const what = named(name);
      if ('value' in what) return value(what.value);
      return 'cell' in what ? cellName(what.cell, module) : assertNever(what);
    });
  const conceivable = state.edge === 'conceivable' ? ' (conceivable)' : '';
  return `${owes ? 'owes ' : ''}{${names.join(', ')}: ${protocol} ${state.phase}${state.read === 'nobody' ? '' : `, read by ${state.read}`}}${conceivable}`;
}
