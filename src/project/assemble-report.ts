/** The one place where a report is put together. Invariant: every list is sorted, so that equal inputs give equal bytes. */
import type { FileAnalysis } from '../engine/analyze.ts';
import { compareFindings, compareText } from '../rule/finding.ts';
import type { Degraded, Incomplete, ProjectUse, Report, SkipReason } from '../rule/report.ts';

export type ReportParts = {
  /** Version of the tool. */
  readonly version: string;
  readonly analyses: readonly FileAnalysis[];
  /** What went wrong outside of the engine. */
  readonly incomplete: readonly Incomplete[];
  readonly degraded: readonly Degraded[];
  readonly skipped: { readonly [Reason in SkipReason]: number };
  readonly projects: readonly ProjectUse[];
  /** How many source files were looked at. */
  readonly files: number;
};

export function assembleReport(parts: ReportParts): Report {
  const { analyses } = parts;
  const incomplete = [...parts.incomplete, ...analyses.flatMap(analysis => analysis.incomplete)];
  return {
    schemaVersion: 1,
    tool: { name: 'closewait', version: parts.version },
    findings: analyses.flatMap(analysis => analysis.findings).sort(compareFindings),
    incomplete: incomplete.sort((a, b) => compareText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compareText(a.reason, b.reason)),
    degraded: [...parts.degraded].sort((a, b) => compareText(a.file, b.file) || compareText(a.reason, b.reason)),
    skipped: Object.fromEntries(Object.entries(parts.skipped).filter(([, count]) => count > 0)),
    projects: parts.projects,
    stats: {
      files: parts.files,
      analysedFunctions: sum(analyses, analysis => analysis.analysedFunctions),
      resources: sum(analyses, analysis => analysis.lifetimes.length),
      opaque: sumByReason(analyses),
    },
  };
}

function sum(analyses: readonly FileAnalysis[], countOf: (analysis: FileAnalysis) => number): number {
  return analyses.reduce((total, analysis) => total + countOf(analysis), 0);
}

function sumByReason(analyses: readonly FileAnalysis[]): { readonly [reason: string]: number } {
  const totals = new Map<string, number>();
  for (const [reason, count] of analyses.flatMap(analysis => Object.entries(analysis.opaque))) {
    totals.set(reason, (totals.get(reason) ?? 0) + count);
  }
  return Object.fromEntries([...totals].sort(([a], [b]) => compareText(a, b)));
}
