/**
 * From candidates to what the engine takes: parsed files, with a checker where a tsconfig gives types. Invariant: TypeScript is
 * loaded only where there is a candidate, and one program is alive at a time beside the files that programs share.
 */
import type { Host } from '../host/host.ts';
import { asTypeScript, parseText } from '../lower/ts-port.ts';
import type { TsModule, TsSource } from '../lower/ts-port.ts';
import { compareText } from '../rule/finding.ts';
import type { Degraded, ProjectUse } from '../rule/report.ts';
import type { Candidate } from './candidates.ts';
import { groupByTsconfig } from './group-by-tsconfig.ts';
import type { Group } from './group-by-tsconfig.ts';
import { parentOf, relativePath } from './posix-path.ts';
import { sourceCache } from './source-cache.ts';
import type { SourceCache } from './source-cache.ts';
import { tsconfigReader } from './tsconfig.ts';
import type { Tsconfig } from './tsconfig.ts';
import { typedProgram } from './typed-program.ts';
import type { Reach } from './typed-program.ts';
import { watchedChecker } from './watched-checker.ts';

export type TypeSettings = {
  readonly root: string;
  /** `auto`: where a tsconfig lists the file; `required`: the same, and a file without is degraded; `off`: nowhere. */
  readonly types: 'auto' | 'required' | 'off';
  /** Absolute paths of the only tsconfigs to use; empty for the nearest of each file. */
  readonly tsconfigs: readonly string[];
};

export type OpenedSource = { readonly candidate: Candidate; readonly source: TsSource };

export type OpenedProjects = {
  readonly projects: readonly ProjectUse[];
  readonly degraded: readonly Degraded[];
  /** How many candidates were opened with and without types. */
  readonly typed: number;
  readonly untyped: number;
};

/**
 * Opens every candidate, hands each to `visit` in turn, and says which projects and types were used. A candidate comes again, with all
 * of its imports, where the answers to what was asked of the first program lacked one: the last visit counts.
 */
export function openSources(
  host: Host,
  candidates: readonly Candidate[],
  settings: TypeSettings,
  visit: (opened: OpenedSource) => void,
): OpenedProjects {
  if (candidates.length === 0) return { projects: [], degraded: [], typed: 0, untyped: 0 };
  const typescript = asTypeScript(host.loadTypeScript());
  const { groups, degraded } =
    settings.types === 'off'
      ? { groups: [{ tsconfig: null, candidates }], degraded: [] }
      : groupByTsconfig(host, candidates, tsconfigReader(typescript, host), { root: settings.root, forced: settings.tsconfigs });

  const cache = lazy(() => sourceCache(typescript, host));
  const notes = [...degraded];
  const uses = new Map<string, ProjectUse>();
  const counts = { typed: 0, untyped: 0 };
  for (const group of groups) {
    const { tsconfig } = group;
    const path = tsconfig === null ? '.' : relativePath(settings.root, parentOf(tsconfig.path));
    const types = tsconfig === null || tsconfig.broken ? 'none' : 'checked';
    uses.set(`${path}\n${types}`, { path, types });
    counts[types === 'checked' ? 'typed' : 'untyped'] += group.candidates.length;
    if (types === 'checked') notes.push(...openTyped(typescript, host, cache(), group, settings.root, visit));
    else openUntyped(typescript, group, visit);
    if (tsconfig === null) notes.push(...missingTypes(group, settings));
  }
  const projects = [...uses.values()].sort((a, b) => compareText(a.path, b.path) || compareText(a.types, b.types));
  return { projects, degraded: notes, ...counts };
}

function openUntyped(typescript: TsModule, group: Group, visit: (opened: OpenedSource) => void): void {
  for (const candidate of group.candidates) {
    const sourceFile = parseText(typescript, candidate.path, candidate.text);
    visit({ candidate, source: { ts: typescript, sourceFile, checker: null } });
  }
}

function openTyped(
  typescript: TsModule,
  host: Host,
  cache: SourceCache,
  group: Group,
  root: string,
  visit: (opened: OpenedSource) => void,
): readonly Degraded[] {
  const { tsconfig, candidates } = group;
  if (tsconfig === null) return [];
  const open = (some: readonly Candidate[], reach: Reach): Answered =>
    openProgram(typescript, host, cache, { tsconfig, candidates: some, reach }, visit);
  const { inDoubt, knowsNode } = open(candidates, 'near');
  if (inDoubt.length > 0) open(inDoubt, 'all');
  if (knowsNode) return [];
  const reason = 'the types of Node.js are not installed, so sockets are known by their imports alone: npm install -D @types/node';
  return [{ kind: 'types', file: relativePath(root, tsconfig.path), reason }];
}

/** What a program could not answer for want of an import that was left out. */
type Answered = { readonly inDoubt: readonly Candidate[]; readonly knowsNode: boolean };

type ProgramFor = { readonly tsconfig: Tsconfig; readonly candidates: readonly Candidate[]; readonly reach: Reach };

function openProgram(
  typescript: TsModule,
  host: Host,
  cache: SourceCache,
  { tsconfig, candidates, reach }: ProgramFor,
  visit: (opened: OpenedSource) => void,
): Answered {
  const roots = candidates.map(candidate => candidate.path);
  const { program, isWhole, knowsNode } = typedProgram(typescript, host, cache, tsconfig, roots, reach);
  const { checker, takeDoubt } = watchedChecker(typescript, program.getTypeChecker());
  const inDoubt: Candidate[] = [];
  for (const candidate of candidates) {
    const sourceFile = program.getSourceFile(candidate.path);
    const source: TsSource =
      sourceFile === undefined
        ? { ts: typescript, sourceFile: parseText(typescript, candidate.path, candidate.text), checker: null }
        : { ts: typescript, sourceFile, checker };
    visit({ candidate, source });
    if (takeDoubt() && !isWhole) inDoubt.push(candidate);
  }
  return { inDoubt, knowsNode };
}

function missingTypes(group: Group, settings: TypeSettings): readonly Degraded[] {
  const [first, ...others] = group.candidates;
  if (first === undefined || (settings.types !== 'required' && settings.tsconfigs.length === 0)) return [];
  const files = others.length === 0 ? 'the file is' : `the file and ${others.length} more are`;
  const listed = settings.tsconfigs.length === 0 ? 'any tsconfig.json at or above' : 'the given --project';
  const reason = `types were asked for, but ${files} not listed by ${listed}; analysed without types`;
  return [{ kind: 'types', file: first.file, reason }];
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
