/** From a path through the graph to the steps that people read: acquired, what was decided, what failed, and how it was left. */
import type { NonEmpty } from '../base/non-empty.ts';
import type { Span } from '../base/span.ts';
import { pathTo, type PathNode } from '../dataflow/explore.ts';
import type { Block, FunctionIr, Terminator } from '../ir/ir.ts';
import type { Exit, WitnessStep } from '../protocol/lifetime.ts';
import type { Site, State } from './state.ts';
import type { UnmetExit } from './tracking.ts';

/** The steps between the first and the last that are worth showing; a longer path loses those before its end. */
const MIDDLE = 22;

/** The path from the acquisition to the unmet exit, which is the last step. */
export function witnessOf(fn: FunctionIr, site: Site, unmet: UnmetExit): NonEmpty<WitnessStep> {
  const path = pathTo(unmet.node);
  const nodes = path.slice(path.findLastIndex(node => node.state.site?.block !== site.block) + 1);
  const steps = nodes.flatMap((node, i) => stepBetween(fn, nodes[i - 1], node));
  const exit = exitStep(fn, nodes, unmet);
  const middle = steps.filter(step => !samePlace(step.span, exit.span));
  return [{ span: site.span, note: 'acquired' }, ...middle.slice(0, MIDDLE), exit];
}

const samePlace = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** What happened on the way into `node`; jumps and calls that return are not worth a line. */
function stepBetween(fn: FunctionIr, before: PathNode<State> | undefined, node: PathNode<State>): readonly WitnessStep[] {
  const it = before && fn.blocks.get(before.block)?.terminator;
  const to = fn.blocks.get(node.block);
  if (!it || !to) return [];
  if (it.kind === 'branch')
    return it.then === it.else ? [] : [{ span: it.span, note: it.then === node.block ? 'this holds' : 'this does not hold' }];
  if (to.caught === null) return [];
  const note = failureOf(it);
  return note === undefined ? [] : [{ span: it.span, note }];
}

function failureOf(it: Terminator): string | undefined {
  switch (it.kind) {
    case 'call':
      return 'this throws';
    case 'suspend':
      return it.how === 'await' ? 'this rejects' : 'the generator is thrown into here';
    case 'throw':
      return it.rethrows ? undefined : 'thrown here';
    case 'jump':
    case 'branch':
    case 'return':
    case 'stop':
      return undefined;
  }
}

const NOTES: { readonly [E in Exit]: string } = {
  return: 'returns here, still open',
  throw: 'leaves by this throw, still open',
  reject: 'leaves by this rejection, still open',
  overwrite: 'the last reference to it is overwritten here',
  iteration: 'comes round again, the previous one still open',
};

/** Where the path leaves. What is thrown again at the end of a finally, or by falling out of a try, left where it was thrown. */
function exitStep(fn: FunctionIr, nodes: readonly PathNode<State>[], { exit, span }: UnmetExit): WitnessStep {
  return { span: thrownAt(fn, nodes) ?? span, note: NOTES[exit], exit };
}

function thrownAt(fn: FunctionIr, nodes: readonly PathNode<State>[]): Span | undefined {
  const blockAt = (i: number): Block | undefined => {
    const node = nodes[i];
    return node && fn.blocks.get(node.block);
  };
  let last = nodes.length - 1;
  let it = blockAt(last)?.terminator;
  while (it?.kind === 'throw' && it.rethrows) {
    const { value } = it;
    const caughtAt = nodes.findLastIndex((_, i) => i <= last && blockAt(i)?.caught === value);
    if (caughtAt <= 0) return undefined;
    last = caughtAt - 1;
    it = blockAt(last)?.terminator;
  }
  return last === nodes.length - 1 ? undefined : it?.span;
}
