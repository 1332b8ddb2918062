/**
 * Runs twins in processes of their own against one peer process, a few at a time.
 *
 * Invariant: what runs is the fixture's text. TypeScript has its types removed and nothing else; JavaScript is copied. Only a perturbation
 * changes the program, after that, and says so.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import ts from 'typescript';

import type { Against, Proof } from './proof.ts';

/** What the twin's own process said of its sockets at the end. */
export type Outcome = {
  readonly left: { readonly [way: string]: number };
  readonly grown: { readonly fds: number; readonly states: { readonly [state: string]: number } };
};

export type TwinRun = {
  readonly program: string;
  readonly proof: Proof;
  readonly against: Against;
  readonly calls: number;
  /** What to wait for before the hold; wrong twins run into the deadline. */
  readonly expected: Outcome['grown'];
  readonly deadlineMs: number;
  /** Changes the JavaScript that runs, for tests of the proof itself. */
  readonly perturb?: (javascript: string) => string;
};

export type Laboratory = { run(twin: TwinRun): Promise<Outcome>; close(): Promise<void> };

/** What is filled in for twins. */
type Places = { readonly [place: string]: string | number };
/** What the peer says of itself: the port of each of its ways to behave, and the places that do not depend on them. */
type Found = { readonly ports: { readonly [peer: string]: number }; readonly places: Places };

/** tcpmux: below every ephemeral range, so that no client can be given it and connect to itself. */
const REFUSED_PORT = 1;
const AT_ONCE = 8;
/** The packages that twins may import. */
const LIBRARIES = path.join(import.meta.dirname, '../libraries/node_modules');

/** Starts the peer; the caller closes the laboratory. */
export async function openLaboratory(): Promise<Laboratory> {
  const peer = spawn(process.execPath, [path.join(import.meta.dirname, 'peer.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(peer.stdout), 'line')) as [string];
  const { ports, places } = JSON.parse(line) as Found;
  const folder = mkdtempSync(path.join(tmpdir(), 'twins-'));
  // Twins run in a folder of their own; they find libraries where Node looks for them.
  symlinkSync(LIBRARIES, path.join(folder, 'node_modules'), 'junction');
  const inTurn = limit(AT_ONCE);
  let runs = 0;
  return {
    run: twin =>
      inTurn(() => {
        const { against, calls } = twin;
        const stem = path.join(folder, `${(runs += 1)}`);
        if ('peer' in against) {
          return runTwin(twin, stem, { ...places, $port: ports[against.peer] ?? REFUSED_PORT });
        }
        const { client } = against;
        return runTwin(twin, stem, places, port => peer.stdin.write(`${JSON.stringify({ client, port, count: calls })}\n`));
      }),
    async close() {
      await stop(peer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The program as it will run: file extension and text. */
function toJavaScript(program: string): { readonly extension: string; readonly javascript: string } {
  const source = readFileSync(program, 'utf8');
  switch (path.extname(program)) {
    case '.ts': {
      const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
      return { extension: '.mjs', javascript: ts.transpileModule(source, { compilerOptions }).outputText };
    }
    case '.cjs':
      return { extension: '.cjs', javascript: source };
    default:
      return { extension: '.mjs', javascript: source };
  }
}

/** Where the twin serves, `visit` is told its port. */
async function runTwin(twin: TwinRun, stem: string, found: Places, visit?: (port: number) => void): Promise<Outcome> {
  const { extension, javascript } = toJavaScript(twin.program);
  const module = stem + extension;
  writeFileSync(module, twin.perturb?.(javascript) ?? javascript);
  const places = { ...found, $refused: REFUSED_PORT };
  const request = {
    module,
    call: twin.proof.call,
    arguments: filledIn(twin.proof.arguments, places),
    globals: twin.proof.globals,
    calls: twin.calls,
    serves: visit !== undefined,
    expected: twin.expected,
    deadlineMs: twin.deadlineMs,
  };
  const variables = Object.entries(twin.proof.environment).map(([name, value]) => [name, filledInText(value, places)] as const);
  const environment: NodeJS.ProcessEnv = Object.fromEntries(variables);
  const runner = path.join(import.meta.dirname, 'run-twin.mjs');
  const child = spawn(process.execPath, ['--expose-gc', runner, JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  child.on('message', message => visit?.((message as { readonly port: number }).port));
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
  if (code !== 0) {
    throw new Error(`${path.basename(twin.program)} did not run to its end (exit code ${code}):\n${err}`);
  }
  // A twin may print; the verdict is the last line.
  return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Outcome;
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream === null ? '' : await text(stream);
}

/** A place alone keeps its type; within a text it becomes text. */
function filledIn(value: unknown, places: Places): unknown {
  if (Array.isArray(value)) {
    return value.map(item => filledIn(item, places));
  }
  return typeof value === 'string' ? (places[value] ?? filledInText(value, places)) : value;
}

function filledInText(text: string, places: Places): string {
  return text.replaceAll(/\$[a-z]+/g, name => String(places[name] ?? name));
}

/** Runs tasks in order of arrival, so many at once. */
function limit(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async task => {
    if (running >= atOnce) {
      await new Promise<void>(resolve => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      // The place is handed on, not given back, so that nobody can slip in between.
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.stdin?.end();
  await ended;
}
