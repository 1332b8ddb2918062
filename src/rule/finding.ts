/**
 * A finding: the only thing that rules produce and reporters consume. Plain data in the shape of the JSON report.
 * Lines and columns are 1-based, `endColumn` exclusive; `file` is a POSIX path relative to the root.
 */
import type { NonEmpty } from '../base/non-empty.ts';
import type { EdgeEvidence, Exit } from '../protocol/lifetime.ts';

export type Severity = 'error' | 'warning';

export type Place = { readonly file: string; readonly line: number; readonly column: number };

export type WitnessPlace = Place & { readonly note: string; readonly exit?: Exit };

/** The TCP state that the kernel will show, as `ss` spells it. */
export type TcpState = 'ESTABLISHED' | 'CLOSE_WAIT' | 'LISTEN';

export type Finding = Place & {
  /** Bare rule id: `no-leaked-socket`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly endLine: number;
  readonly endColumn: number;
  readonly resource?: { readonly kind: string; readonly api: string };
  readonly function?: string;
  readonly exit?: Exit;
  readonly tcpState?: TcpState;
  readonly edge?: EdgeEvidence;
  /** The path from the acquisition to the unmet exit. */
  readonly witness: NonEmpty<WitnessPlace>;
  /** Survives line shifts: sha256 over rule, resource, path, function and the normalised acquisition. */
  readonly fingerprint: string;
  /** The same without the path: follows renamed files. */
  readonly stableFingerprint: string;
};

/** Order of every output: path, line, column, rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule);
}

/** Code unit order, the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
