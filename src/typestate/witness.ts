/** From a path through the graph to the steps that people read: acquired, what was decided, what failed, and how it was left. */
import type { NonEmpty } from '../base/non-empty.ts';
import type { Span } from '../base/span.ts';
import { pathTo, type PathNode } from '../dataflow/explore.ts';
import type { Block, BlockId, Terminator } from '../ir/ir.ts';
import type { Exit, WitnessStep } from '../protocol/lifetime.ts';
import type { Site, State } from './state.ts';
import type { Branch } from './step-branch.ts';
import type { SecondRelease, Tracking, UnmetExit } from './tracking.ts';

/** What a witness is read from. */
type Seen = Pick<Tracking, 'fn' | 'facts'>;

/** Where a path begins, and how the resource came to be there. */
export type Start = Site & { readonly how: 'acquired' | 'received' };

/** The steps between the first and the last that are worth showing; a longer path loses those before its end. */
const MIDDLE = 22;

/** The path from the acquisition to the unmet exit, which is the last step. */
export function witnessOf(t: Seen, site: Start, unmet: UnmetExit): NonEmpty<WitnessStep> {
  const nodes = nodesSince(site, unmet.node);
  return witness(t, site, nodes, exitStep(t, nodes, unmet));
}

/** The path from the acquisition through the first release to the second. */
export function secondReleaseOf(t: Seen, site: Start, { node, state, span }: SecondRelease): NonEmpty<WitnessStep> {
  const first = state.releasedIn === null ? undefined : t.fn.blocks.get(state.releasedIn)?.terminator.span;
  const nodes = nodesSince(site, node);
  const firstAt = nodes.findLastIndex(({ block }) => block === state.releasedIn);
  const [before, after] = [nodes.slice(0, firstAt + 1), nodes.slice(Math.max(firstAt, 0))];
  const release: readonly WitnessStep[] = first ? [{ span: first, note: 'released' }] : [];
  const steps = [...stepsAlong(t, before), ...release, ...stepsAlong(t, after)].filter(step => !samePlace(step.span, span));
  return [{ span: site.span, note: site.how }, ...steps.slice(0, MIDDLE), { span, note: 'released again' }];
}

/** The nodes of the path from where it was acquired, for the last time. */
function nodesSince(site: Start, end: PathNode<State>): readonly PathNode<State>[] {
  const path = pathTo(end);
  return path.slice(path.findLastIndex(node => node.state.site?.block !== site.block) + 1);
}

function stepsAlong(t: Seen, nodes: readonly PathNode<State>[]): readonly WitnessStep[] {
  return nodes.flatMap((node, i) => stepBetween(t, nodes[i - 1], node));
}

function witness(t: Seen, site: Start, nodes: readonly PathNode<State>[], last: WitnessStep): NonEmpty<WitnessStep> {
  const middle = stepsAlong(t, nodes).filter(step => !samePlace(step.span, last.span));
  return [{ span: site.span, note: site.how }, ...middle.slice(0, MIDDLE), last];
}

const samePlace = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** What happened on the way into `node`; jumps and calls that return are not worth a line. */
function stepBetween(t: Seen, before: PathNode<State> | undefined, node: PathNode<State>): readonly WitnessStep[] {
  const it = before && t.fn.blocks.get(before.block)?.terminator;
  const to = t.fn.blocks.get(node.block);
  if (!it || !to) return [];
  if (it.kind === 'branch') return decisionAt(t, it, node.block);
  if (to.caught === null) return [];
  const note = failureOf(it);
  return note === undefined ? [] : [{ span: it.span, note }];
}

/** What was decided. That something was there, where nothing was asked of it but that (`a?.b`, `a ?? b`), is not worth a line. */
function decisionAt({ facts }: Seen, it: Branch, taken: BlockId): readonly WitnessStep[] {
  if (it.then === it.else) return [];
  const holds = it.then === taken;
  const test = facts.definitionOf(it.test);
  if (test?.kind === 'op' && test.operator === 'is-nullish') return holds ? [{ span: it.span, note: 'this is null or undefined' }] : [];
  return [{ span: it.span, note: holds ? 'this holds' : 'this does not hold' }];
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

/**
 * Where the path leaves. What falls out of a function without a handler left where it was thrown; what a finally throws again leaves at the
 * end of the finally.
 */
function exitStep({ fn }: Seen, nodes: readonly PathNode<State>[], { exit, span }: UnmetExit): WitnessStep {
  const blocks = nodes.map(node => fn.blocks.get(node.block));
  const [last, before] = [blocks.at(-1), blocks.at(-2)];
  const at = (place: Span): WitnessStep => ({ span: place, note: NOTES[exit], exit });
  const terminator = last?.terminator;
  // A `return` whose value waited while iterators were closed left where it stands.
  if (terminator?.kind === 'return' && closesIterator(last)) {
    return at(blocks.findLast(block => !closesIterator(block))?.terminator.span ?? span);
  }
  if (terminator?.kind !== 'throw' || !terminator.rethrows) return at(span);
  const fallsOut = last?.caught === terminator.value && last.instructions.length === 0;
  const origin = fallsOut ? before?.terminator : undefined;
  if (!origin) return at(lastCharacter(span));
  return at(origin.kind === 'throw' && origin.rethrows ? lastCharacter(origin.span) : origin.span);
}

/** Whether the block is there to close the iterator of a loop that is left early. */
function closesIterator(block: Block | undefined): boolean {
  return block?.instructions.some(it => it.kind === 'op' && it.operator === 'close') ?? false;
}

/** The closing brace of a finally. */
const lastCharacter = (span: Span): Span => ({ ...span, start: Math.max(span.start, span.end - 1) });
