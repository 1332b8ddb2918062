/** Places in source text. Offsets count UTF-16 code units from 0, after a byte order mark; `end` is exclusive. */

/** A stretch of a file's text; `file` is a POSIX path relative to the root. */
export type Span = { readonly file: string; readonly start: number; readonly end: number };

/** A place as people and the JSON report count it: 1-based line and column. */
export type Position = { readonly line: number; readonly column: number };
