/**
 * Fingerprints: what makes two findings of two runs the same one. No line numbers, so that code may move; no message, so that words may
 * change. The n-th equal finding of a file differs from the first by its ordinal.
 */
import { createHash } from 'node:crypto';

export type Identity = {
  readonly rule: string;
  readonly kind: string;
  /** POSIX path relative to the root. */
  readonly file: string;
  readonly functionName: string;
  /** The acquiring expression, as written. */
  readonly acquisition: string;
  /** 0 for the first finding that shares all of the above. */
  readonly ordinal: number;
};

export type Fingerprints = { readonly fingerprint: string; readonly stableFingerprint: string };

/** The fingerprint and, without the path, the one that follows renamed files: 64 hexadecimal digits each. */
export function fingerprintsOf(identity: Identity): Fingerprints {
  const { rule, kind, file, functionName, acquisition, ordinal } = identity;
  const shared = [rule, kind, functionName, normalised(acquisition), String(ordinal)];
  return { fingerprint: digest([...shared, file]), stableFingerprint: digest(shared) };
}

/** White space and trailing commas are a formatter's business. */
function normalised(code: string): string {
  return code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
