/**
 * Which tsconfig each candidate belongs to: the nearest at or above it, up to the root, that lists it, itself or through a reference.
 * Invariant: every candidate lands in exactly one group, and groups and their files keep a fixed order.
 */
import type { Host } from '../host/host.ts';
import { compareText } from '../rule/finding.ts';
import type { Degraded } from '../rule/report.ts';
import type { Candidate } from './candidates.ts';
import { childOf, isWithin, parentOf, relativePath } from './posix-path.ts';
import type { Tsconfig, TsconfigReader } from './tsconfig.ts';

/** Candidates that are analysed together. Without a `tsconfig` (or with a broken one) they are analysed without types. */
export type Group = { readonly tsconfig: Tsconfig | null; readonly candidates: readonly Candidate[] };

export type Grouping = { readonly groups: readonly Group[]; readonly degraded: readonly Degraded[] };

/** `forced`: absolute paths of the only tsconfigs to use, in order of precedence; empty for the nearest. */
export type GroupOptions = { readonly root: string; readonly forced: readonly string[] };

/** Groups candidates by tsconfig; `degraded` says what is wrong with the configurations that were read on the way. */
export function groupByTsconfig(
  host: Host,
  candidates: readonly Candidate[],
  readTsconfig: TsconfigReader,
  options: GroupOptions,
): Grouping {
  const read = new Set<Tsconfig>();
  const reader: TsconfigReader = path => {
    const tsconfig = readTsconfig(path);
    read.add(tsconfig);
    return tsconfig;
  };

  const byTsconfig = new Map<Tsconfig | null, Candidate[]>();
  for (const candidate of candidates) {
    const owner =
      options.forced.length > 0
        ? firstOwner(options.forced, candidate.path, reader)
        : nearestOwner(host, candidate.path, reader, options.root);
    const group = byTsconfig.get(owner);
    if (group === undefined) byTsconfig.set(owner, [candidate]);
    else group.push(candidate);
  }

  const groups = [...byTsconfig]
    .map(([tsconfig, members]) => ({ tsconfig, candidates: members }))
    .sort((a, b) => compareText(a.tsconfig?.path ?? '', b.tsconfig?.path ?? ''));
  const degraded = [...read].flatMap(({ path, faults, broken }) =>
    faults.map((fault): Degraded => {
      const reason = broken ? `${fault}; its files were analysed without types` : fault;
      return { kind: 'configuration', file: relativePath(options.root, path), reason };
    }),
  );
  return { groups, degraded };
}

function nearestOwner(host: Host, file: string, reader: TsconfigReader, root: string): Tsconfig | null {
  // A file outside the root (named by hand) still has its own project around it.
  const isInside = isWithin(root, file);
  for (let folder = parentOf(file); !isInside || isWithin(root, folder); folder = parentOf(folder)) {
    const path = childOf(folder, 'tsconfig.json');
    if (host.kindOf(path) === 'file') {
      const owner = ownerAmong(path, file, reader, new Set());
      if (owner !== null) return owner;
    }
    if (parentOf(folder) === folder) break;
  }
  return null;
}

function firstOwner(paths: readonly string[], file: string, reader: TsconfigReader): Tsconfig | null {
  for (const path of paths) {
    const owner = ownerAmong(path, file, reader, new Set());
    if (owner !== null) return owner;
  }
  return null;
}

/** A broken configuration owns what is asked of it: nobody knows what it would have listed, and guessing on would hide it. */
function ownerAmong(path: string, file: string, reader: TsconfigReader, seen: Set<string>): Tsconfig | null {
  if (seen.has(path)) return null;
  seen.add(path);
  const tsconfig = reader(path);
  if (tsconfig.broken || tsconfig.files.has(file)) return tsconfig;
  for (const reference of tsconfig.references) {
    const owner = ownerAmong(reference, file, reader, seen);
    if (owner !== null) return owner;
  }
  return null;
}
