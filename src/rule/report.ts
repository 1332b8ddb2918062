/**
 * The result of a run, in the shape of the JSON report (schemaVersion 1). Faces fill it, reporters print it, machines read it back.
 * Invariant: what could not be analysed stands in `incomplete`, what was not known in `degraded`, what was left out in `skipped`.
 */
import type { Finding } from './finding.ts';

export type Incomplete = {
  /** `parse`: does not parse; `input`: a named path holds no source; `budget`: a function was given up; `read`: not readable. */
  readonly kind: 'parse' | 'input' | 'budget' | 'read';
  readonly file: string;
  /** 1-based; where in the file, if a place is known. */
  readonly line?: number;
  readonly column?: number;
  readonly function?: string;
  readonly reason: string;
};

export type Degraded = { readonly kind: 'types' | 'configuration'; readonly file: string; readonly reason: string };

/** Why a source file was left out. */
export type SkipReason = 'ignored' | 'generated' | 'large' | 'tests';

export type ProjectUse = {
  /** POSIX path of the project's folder relative to the root, `.` for the root itself. */
  readonly path: string;
  readonly types: 'checked' | 'none';
};

export type Stats = {
  /** Source files that were looked at (the text scan counts as looking). */
  readonly files: number;
  readonly analysedFunctions: number;
  /** Acquired resources that were followed. */
  readonly resources: number;
  /** Losses of precision by reason: syntax not lowered, ownership not known. */
  readonly opaque: { readonly [reason: string]: number };
};

export type Report = {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'closewait'; readonly version: string };
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly degraded: readonly Degraded[];
  readonly skipped: { readonly [Reason in SkipReason]?: number };
  readonly projects: readonly ProjectUse[];
  readonly stats: Stats;
};
