/**
 * What is proved: the twins of a rule's folder and their sidecars (`<case>.proof.json`), read and checked.
 *
 * Invariant: a sidecar is data. It says how to call the twin and which kernel row it repeats; it cannot change what the twin does.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import * as v from 'valibot';

const Behaviour = v.picklist(['resolves', 'rejects', 'throws', 'returns']);

/** What a peer that the twin connects to does, or speaks (`fakes/`). */
const Peer = v.picklist([
  'silent',
  'byteThenSilent',
  'byteThenFin',
  'tls',
  'tlsByteThenFin',
  'http',
  'https',
  'http2',
  'proxyDenies',
  'websocket',
  'mysql',
  'postgres',
  'postgresDenies',
  'redis',
  'smtp',
]);

/** What the clients of a twin that serves do (`clients.mjs`). */
const Client = v.picklist([
  'silent',
  'byteThenFin',
  'garbage',
  'httpThenFin',
  'connect',
  'connectThenFin',
  'upgrade',
  'upgradeThenFin',
  'tls',
  'tlsByteThenFin',
]);

const State = v.picklist(['ESTABLISHED', 'CLOSE_WAIT', 'SYN_SENT', 'FIN_WAIT2', 'CLOSED_fd', 'UDP']);

const claim = {
  /** The state the leak twin's sockets stay in; absent where there is no leak twin. */
  state: v.optional(State),
  /** The row of the kernel table that it repeats; absent where the table has none. */
  row: v.optional(v.string()),
};

const proofSchema = v.strictObject({
  /** The exported function. */
  call: v.string(),
  /**
   * JSON values, in which places are filled in, however deep, alone or within a text: `$host`, `$port`, `$refused` (a port where nobody
   * listens), `$key` and `$certificate` (for a twin that serves TLS).
   */
  arguments: v.array(v.unknown()),
  /** Variables of the environment, filled in likewise: for what a module opens when it is loaded. */
  environment: v.optional(v.record(v.string(), v.string()), {}),
  /** How many connections the clean twin keeps: those that its pool has idle. */
  keeps: v.optional(v.number(), 0),
  /** What each `declare function` does; a list is gone through anew in every call. */
  globals: v.optional(v.record(v.string(), v.union([Behaviour, v.array(Behaviour)])), {}),
  /** How the caller sees both twins end; where they serve, how what handles a connection ends. */
  leaves: v.picklist(['return', 'throw', 'reject']),
  /** A state that the finding claims though the kernel never shows it: a known fault of the finding, to be removed when it is mended. */
  overclaims: v.optional(State),
  against: v.pipe(
    v.array(
      v.union([
        /** The twin connects, in N calls. */
        v.strictObject({ peer: Peer, ...claim }),
        /** The twin serves: one call returns its server, and N such clients come. */
        v.strictObject({ client: Client, ...claim }),
      ]),
    ),
    v.minLength(1),
  ),
});

export type Proof = v.InferOutput<typeof proofSchema>;

/** Whom the twin meets, and what is claimed of its sockets then. */
export type Against = Proof['against'][number];

/** One case of a rule's folder: its programs, absolute paths, and its sidecar. */
export type TwinCase = {
  readonly name: string;
  readonly leak: string | undefined;
  readonly clean: string | undefined;
  readonly proof: Proof | undefined;
};

const PROGRAM = /^(.+)\.(leak|clean)\.(?:ts|js|mjs|cjs)$/;

/** Every case of a folder of twins, by name. */
export function readCases(folder: string): TwinCase[] {
  const programs = new Map<string, { leak?: string; clean?: string }>();
  for (const file of readdirSync(folder).toSorted()) {
    const [, name, twin] = PROGRAM.exec(file) ?? [];
    if (name !== undefined && (twin === 'leak' || twin === 'clean')) {
      programs.set(name, { ...programs.get(name), [twin]: path.join(folder, file) });
    }
    const proved = /^(.+)\.proof\.json$/.exec(file)?.[1];
    // The programs of a case sort before its sidecar.
    if (proved !== undefined && !programs.has(proved)) {
      throw new Error(`${file} proves nothing: there is no ${proved}.leak or ${proved}.clean`);
    }
  }
  return [...programs].map(([name, { leak, clean }]) => ({ name, leak, clean, proof: readProof(path.join(folder, `${name}.proof.json`)) }));
}

/** The reason a leak gives for not being run, if it does. */
export function unprovenReason(text: string): string | undefined {
  return /\/\/ unproven: (.+)/.exec(text)?.[1];
}

function readProof(file: string): Proof | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return v.parse(proofSchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} is not a proof`, { cause: error });
  }
}
