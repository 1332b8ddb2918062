/**
 * A model: a summary written by hand for a library. Data only, one API a line; if a library needs code, it is a protocol.
 *
 * `test/models.test.ts` resolves every key against the library's real declarations, so a model cannot rot silently.
 */
import type { Effect } from './effect.ts';
import type { Counts, ProtocolName } from './protocol.ts';

/**
 * How a row names an API: `connect()`, `new Socket()`, `Socket#destroy()`, `*Sync()` (every export whose name ends so), `default()` (the
 * module called as a function). `Socket#on('data')` is the row for calls whose first string literal is 'data'; the plain row holds for
 * the others. `Redis#*()` holds for every method of the class that has no row of its own.
 */
export type Signature = `${string}()` | `${string}('${string}')`;

/** A class of the library: what its instances hold, and where its methods without a row are looked up. */
export type ClassModel = {
  /** What an instance is; inherited from `extends` where it is absent, and where that has none the instances hold nothing. */
  readonly protocol?: ProtocolName;
  /** A class of this library, or of another one with its module: `net.Socket`. */
  readonly extends?: string;
  /** Overrides where obligations of the protocol count. */
  readonly counts?: Counts;
  /** Whether it connects again by itself, so that an 'error' does not end it. */
  readonly reconnects?: boolean;
  /** Whether closing it waits until everything that it lent has come back, instead of closing that, too. */
  readonly waitsForChildren?: boolean;
  /** What ends it without us, sooner or later, as the end of a sentence: `its keep-alive timeout (4 s) has passed`. */
  readonly until?: string;
};

export type LibraryModel = {
  /** Specifiers by which programs import the library, the canonical one first; `global` for what needs no import. */
  readonly modules: readonly [string, ...string[]];
  /** The packages whose declarations the keys were resolved in, the newest major first: `undici@7`, `undici@6`. */
  readonly checkedAgainst: readonly [string, ...string[]];
  /** Keys that one of those packages does not have yet, or no more: checked, too. */
  readonly absent?: { readonly [checked: string]: readonly Signature[] };
  readonly classes?: { readonly [name: string]: ClassModel };
  readonly api: { readonly [signature: Signature]: readonly Effect[] };
};
