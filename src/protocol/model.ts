/**
 * A model: a summary written by hand for a library. Data only, one API a line; if a library needs code, it is a protocol.
 *
 * `test/models.test.ts` resolves every key against the library's real declarations, so a model cannot rot silently.
 */
import type { Effect } from './effect.ts';

/**
 * How a row names an API: `connect()`, `new Socket()`, `Socket#destroy()`, `*Sync()` (every export whose name ends so), `default()` (the
 * module called as a function). `Socket#on('data')` is the row for calls whose first string literal is 'data'; the plain row holds for
 * the others.
 */
export type Signature = `${string}()` | `${string}('${string}')`;

export type LibraryModel = {
  /** Specifiers by which programs import the library, the canonical one first; `global` for what needs no import. */
  readonly modules: readonly [string, ...string[]];
  /** The declarations the model was checked against. */
  readonly checkedAgainst: string;
  readonly api: { readonly [signature: Signature]: readonly Effect[] };
};
