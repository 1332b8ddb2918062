/** Which files are worth a parse: each is read once, and only those whose text can hold a resource go on. */
import { mayHoldResource } from '../engine/analyze.ts';
import type { Host } from '../host/host.ts';
import type { Incomplete } from '../rule/report.ts';
import { relativePath } from './posix-path.ts';
import type { SourceFile } from './source-files.ts';
import { isMarkedGenerated } from './source-kinds.ts';

/** A file to analyse: `path` absolute, `file` as outputs show it, `text` without a byte order mark. */
export type Candidate = { readonly path: string; readonly file: string; readonly text: string };

export type Scan = {
  readonly candidates: readonly Candidate[];
  /** How many files were looked at, candidates included. */
  readonly files: number;
  /** How many said that they are generated. */
  readonly generated: number;
  readonly incomplete: readonly Incomplete[];
};

/** Reads `files` and keeps those that may hold a resource, in the same order. */
export function scanFiles(host: Host, files: readonly SourceFile[], root: string): Scan {
  const candidates: Candidate[] = [];
  const incomplete: Incomplete[] = [];
  let looked = 0;
  let generated = 0;
  for (const { path, named } of files) {
    const file = relativePath(root, path);
    const text = host.readText(path);
    if (text === undefined) {
      incomplete.push({ kind: 'read', file, reason: 'the file cannot be read' });
    } else if (!named && isMarkedGenerated(text)) {
      generated += 1;
    } else {
      looked += 1;
      if (mayHoldResource(text)) candidates.push({ path, file, text });
    }
  }
  return { candidates, files: looked, generated, incomplete };
}
