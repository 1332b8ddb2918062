/**
 * A run: from named paths to a report. Invariant: a file that cannot be read, parsed or finished stands in `incomplete` and the rest is
 * analysed; a fault of ours is never caught, only told with the file it happened in.
 */
import { lineIndexOf } from '../base/line-index.ts';
import { analyzeSource } from '../engine/analyze.ts';
import type { EngineConfig, FileAnalysis } from '../engine/analyze.ts';
import type { Host } from '../host/host.ts';
import { parseFaultOf } from '../lower/ts-port.ts';
import type { Incomplete, Report } from '../rule/report.ts';
import { assembleReport } from './assemble-report.ts';
import { scanFiles } from './candidates.ts';
import { openSources } from './open-sources.ts';
import type { OpenedSource, TypeSettings } from './open-sources.ts';
import { collectFiles } from './source-files.ts';

export type CheckSettings = TypeSettings & {
  /** Absolute; named paths are relative to it. */
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly includeTests: boolean;
  readonly engine: EngineConfig;
  /** Version of the tool. */
  readonly version: string;
};

export type CheckResult =
  | { readonly kind: 'missing'; readonly paths: readonly string[] }
  | {
      readonly kind: 'checked';
      readonly report: Report;
      /** What the engine said of each analysed file, by path relative to the root. */
      readonly analyses: ReadonlyMap<string, FileAnalysis>;
      /** Sentences for people. */
      readonly hints: readonly string[];
      /** How many files were analysed with and without types. */
      readonly typed: number;
      readonly untyped: number;
    };

/** Checks what is named. Nothing is analysed where a named path does not exist. */
export function check(host: Host, settings: CheckSettings): CheckResult {
  const collected = collectFiles(host, settings.paths, settings);
  if (collected.missing.length > 0) return { kind: 'missing', paths: collected.missing };

  const scan = scanFiles(host, collected.files, settings.root);
  const analyses = new Map<string, FileAnalysis>();
  const unparsed: Incomplete[] = [];
  const opened = openSources(host, scan.candidates, settings, source => {
    const fault = parseFault(source);
    if (fault === undefined) analyses.set(source.candidate.file, analyzeOpened(source, settings.engine));
    else unparsed.push(fault);
  });

  const report = assembleReport({
    version: settings.version,
    analyses: [...analyses.values()],
    incomplete: [...collected.incomplete, ...scan.incomplete, ...unparsed],
    degraded: opened.degraded,
    skipped: { ...collected.skipped, generated: collected.skipped.generated + scan.generated },
    projects: opened.projects,
    files: scan.files,
  });
  return { kind: 'checked', report, analyses, hints: collected.hints, typed: opened.typed, untyped: opened.untyped };
}

function parseFault({ candidate, source }: OpenedSource): Incomplete | undefined {
  const fault = parseFaultOf(source.ts, source.sourceFile);
  if (fault === undefined) return undefined;
  return { kind: 'parse', file: candidate.file, ...lineIndexOf(candidate.text).positionAt(fault.offset), reason: fault.message };
}

function analyzeOpened({ candidate, source }: OpenedSource, config: EngineConfig): FileAnalysis {
  try {
    return analyzeSource(source, candidate.file, config);
  } catch (error) {
    throw new Error(`internal error while analysing ${candidate.file}`, { cause: error });
  }
}
