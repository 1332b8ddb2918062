/**
 * From the paths named on the command line to the source files to look at. Invariant: every source file below a named path is either
 * taken or counted as skipped with its reason, links are never followed, and the order is that of the paths whatever the disk says.
 */
import { readdirSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import type { Host } from '../host/host.ts';
import type { Incomplete, SkipReason } from '../rule/report.ts';
import { compareText } from '../rule/finding.ts';
import { ignoreTestBelow } from './gitignore.ts';
import { pathOnDisk } from './path-on-disk.ts';
import { absolutePath, childOf, isWithin, relativePath } from './posix-path.ts';
import { gitTopLevel } from './root.ts';
import { isGeneratedFile, isSourceFile, isTestFile, SOURCE_EXTENSIONS } from './source-kinds.ts';

/** `named`: given as a file on the command line, which beats every rule that would skip it. */
export type SourceFile = { readonly path: string; readonly named: boolean };

export type SkipCounts = { readonly [Reason in SkipReason]: number };

export type CollectedFiles = {
  readonly files: readonly SourceFile[];
  readonly skipped: SkipCounts;
  readonly incomplete: readonly Incomplete[];
  /** Named paths, as the user spelt them, where nothing stands. */
  readonly missing: readonly string[];
  /** Sentences for people: what they may not have meant. */
  readonly hints: readonly string[];
};

export type CollectOptions = { readonly cwd: string; readonly root: string; readonly includeTests: boolean };

/** A file found by walking is left out beyond this many bytes: bundles, not code that people write. */
const LARGE_FILE = 1024 * 1024;

/** Collects the source files at and below `paths` (relative to `cwd`, or absolute). */
export function collectFiles(host: Host, paths: readonly string[], options: CollectOptions): CollectedFiles {
  const taken = new Map<string, SourceFile>();
  const skipped = new Map<string, SkipReason>();
  const incomplete: Incomplete[] = [];
  const missing: string[] = [];
  const hints: string[] = [];

  for (const spelt of paths) {
    const path = pathOnDisk(host, options.cwd, spelt);
    const shown = relativePath(options.root, path);
    const real = host.realPath(path);
    switch (host.kindOf(path)) {
      case undefined:
        missing.push(spelt);
        break;
      case 'file':
        if (isSourceFile(path)) taken.set(real, { path: taken.get(real)?.path ?? path, named: true });
        else incomplete.push({ kind: 'input', file: shown, reason: 'is no TypeScript or JavaScript source file' });
        break;
      case 'directory': {
        const walked = walkFolder(host, path, options);
        for (const unreadable of walked.unreadable) {
          incomplete.push({ kind: 'read', file: relativePath(options.root, unreadable), reason: 'the folder cannot be read' });
        }
        if (walked.entries.length === 0 && walked.unreadable.length === 0) {
          incomplete.push({ kind: 'input', file: shown, reason: 'the folder holds no TypeScript or JavaScript source file' });
        }
        const hint = hintOfSkipped(spelt, walked.entries);
        if (hint !== undefined) hints.push(hint);
        // Below a named folder no link is followed, so one look at the folder's own links makes two spellings of a file one.
        for (const { path: file, skip } of walked.entries) {
          const key = real + file.slice(path.length);
          if (skip !== undefined) skipped.set(key, skip);
          else if (!taken.has(key)) taken.set(key, { path: file, named: false });
        }
        break;
      }
    }
  }

  const counts = { ignored: 0, generated: 0, large: 0, tests: 0 };
  for (const [key, reason] of skipped) if (!taken.has(key)) counts[reason] += 1;
  const files = [...taken.values()].sort((a, b) => compareText(a.path, b.path));
  return { files, skipped: counts, incomplete, missing, hints };
}

type WalkedEntry = { readonly path: string; readonly skip: SkipReason | undefined };

function walkFolder(
  host: Host,
  folder: string,
  options: CollectOptions,
): { entries: readonly WalkedEntry[]; unreadable: readonly string[] } {
  const unreadable: string[] = [];
  const readFolder = new Proxy(readdirSync, {
    apply(target, self, argumentList: Parameters<typeof readdirSync>) {
      try {
        return Reflect.apply(target, self, argumentList);
      } catch (error) {
        unreadable.push(absolutePath(folder, String(argumentList[0])));
        throw error;
      }
    },
  });
  const found = globSync(`**/*.{${SOURCE_EXTENSIONS.join(',')}}`, {
    cwd: folder,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules', '**/.git'],
    fs: { readdirSync: readFolder },
  });

  const top = gitTopLevel(host, folder) ?? (isWithin(options.root, folder) ? options.root : folder);
  const isIgnored = ignoreTestBelow(host, folder, top);
  const below = found.filter(isSourceFile);
  const sorted = (asPublished: boolean): readonly WalkedEntry[] =>
    below.map(file => {
      const path = childOf(folder, file);
      return { path, skip: skipReasonOf(host, { path, below: file, isIgnored, includeTests: options.includeTests, asPublished }) };
    });
  const entries = sorted(false);
  // A package as published is build output only: then that is what there is to look at.
  return { entries: entries.some(entry => entry.skip === undefined) ? entries : sorted(true), unreadable };
}

type Found = {
  readonly path: string;
  /** The path relative to the named folder. */
  readonly below: string;
  readonly isIgnored: (file: string) => boolean;
  readonly includeTests: boolean;
  readonly asPublished: boolean;
};

function skipReasonOf(host: Host, { path, below, isIgnored, includeTests, asPublished }: Found): SkipReason | undefined {
  if (isIgnored(path)) return 'ignored';
  if (isGeneratedFile(below, asPublished)) return 'generated';
  if (!includeTests && isTestFile(below)) return 'tests';
  if ((host.sizeOf(path) ?? 0) > LARGE_FILE) return 'large';
  return undefined;
}

const SKIP_WORDS: { readonly [Reason in SkipReason]: string } = {
  ignored: 'ignored by .gitignore',
  generated: 'build output or vendored',
  large: 'over 1 MB',
  tests: 'tests (--include-tests takes them)',
};

function hintOfSkipped(spelt: string, entries: readonly WalkedEntry[]): string | undefined {
  if (entries.length === 0 || entries.some(entry => entry.skip === undefined)) return undefined;
  const reasons = new Set(entries.map(entry => entry.skip).filter(skip => skip !== undefined));
  const words = [...reasons].sort(compareText).map(reason => SKIP_WORDS[reason]);
  const files = entries.length === 1 ? 'its one source file is' : `all its ${entries.length} source files are`;
  return `nothing was checked in '${spelt}': ${files} skipped as ${words.join(' or ')}. Files named one by one are always checked.`;
}
