/**
 * Runs each entry of a golden by Node and by its graph, with many scripts, and says where they disagree: in the events, their order, or
 * how a call ends. Where the graph's run is beyond what the decrees promise, what came before must agree all the same.
 */
import { drive, type Drive, finish } from './drive-entry.ts';
import { type Budget, scriptsFor } from './explore-scripts.ts';
import type { Halt } from './run-ir-operators.ts';
import type { Entry, Golden } from './golden-program.ts';
import type { Program, Running } from './running-program.ts';
import { type Event, type Question, type Script, scriptedWorld, type World } from './scripted-world.ts';
import { agrees, printShape } from './value-shape.ts';

export type Tally = {
  /** Pairs of runs that were compared to their end. */
  readonly compared: number;
  /** Those with something to see beside that the module was loaded. */
  readonly seen: number;
  /** Pairs of which one run ended early, by why it did. */
  readonly cut: ReadonlyMap<Halt['why'], number>;
  /** The first few, as text. */
  readonly disagreements: readonly string[];
};

const SHOWN = 3;

export async function compareRuns(golden: Golden, byNode: Program, byGraph: Program, budget: Budget): Promise<Tally> {
  const cut = new Map<Halt['why'], number>();
  const disagreements: string[] = [];
  let [compared, seen] = [0, 0];
  for (const entry of golden.entries) {
    const scripts = scriptsFor(golden.answers, budget);
    for (let at = scripts.next(); at.done !== true;) {
      const script = at.value;
      const graph = runOnce(golden, byGraph, entry, script);
      const ours = graph instanceof Promise ? await graph : graph;
      const node = runOnce(golden, byNode, entry, script);
      const theirs = node instanceof Promise ? await node : node;
      const verdict = judge(ours, theirs);
      if (verdict === 'same') compared += 1;
      else if (verdict !== 'different') cut.set(verdict, (cut.get(verdict) ?? 0) + 1);
      else if (disagreements.length < SHOWN) disagreements.push(print(golden, entry, script, ours.world.events, theirs.world.events));
      if (ours.world.events.length > 1) seen += 1;
      at = scripts.next(ours.world.asked satisfies readonly Question[]);
    }
  }
  return { compared, seen, cut, disagreements };
}

type Run = { readonly world: World; readonly running: Running };

/** At once where nothing in the program waits. */
function runOnce(golden: Golden, program: Program, entry: Entry, script: Script): Run | Promise<Run> {
  const world = scriptedWorld(golden.answers, script);
  const running = program(world);
  const driving: Drive = drive(world, running, entry);
  if (golden.isAsync) return finish(driving).then(() => ({ world, running }));
  if (driving.next().done !== true) throw new Error(`${golden.name} waits`);
  return { world, running };
}

/**
 * Whether the events are the same. Those of a run that was cut short are the beginning of the other's. Where Node threw an error of the
 * engine's own, it came to what by decree does not throw (a pattern over null, a variable before its declaration), and the graph went on.
 */
function judge(ours: Run, theirs: Run): 'same' | 'different' | Halt['why'] {
  const [events, others] = [ours.world.events, theirs.world.events];
  const halt = ours.running.halt();
  const isExit = halt?.why === 'stop' && theirs.world.stopped;
  const differs = events.findIndex((event, i) => {
    const other = others[i];
    return other?.what !== event.what || !agrees(event.args, other.args);
  });
  const isSame = differs < 0 && (events.length === others.length || (halt !== undefined && !isExit));
  if (isSame && halt?.why === 'beyond decree') return others.slice(events.length).some(isEngineFault) ? halt.why : 'different';
  if (isSame) return halt && !isExit ? halt.why : 'same';
  const other = others[differs < 0 ? events.length : differs];
  const isBeyond = other === undefined ? halt !== undefined : other.what.endsWith(' throws') && isEngineFault(other);
  return isBeyond ? 'beyond decree' : 'different';
}

const isEngineFault = ({ args }: Event): boolean => args.some(it => /^(?:Type|Reference)Error$/.test(printShape(it)));

function print({ name }: Golden, entry: Entry, script: Script, ours: readonly Event[], theirs: readonly Event[]): string {
  const called = entry.kind === 'module' ? '<module>' : entry.kind === 'member' ? `${entry.name}.${String(entry.member.key)}` : entry.name;
  const lines = (events: readonly Event[]): string => events.map(({ what, args }) => `    ${what} ${printShape(args)}`).join('\n');
  return `${name}: ${called} with ${JSON.stringify(script)}\n  graph:\n${lines(ours)}\n  Node:\n${lines(theirs)}`;
}
