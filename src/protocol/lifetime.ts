/**
 * A lifetime: all that is known of one acquired resource, as plain data. Rules read it, `trace` prints it; nobody computes it twice.
 *
 * Causes are *may* facts: an unmet cause means that some path of the function reaches the exit with the obligation unmet.
 */
import type { NonEmpty } from '../base/non-empty.ts';
import type { Span } from '../base/span.ts';
import type { ProtocolName } from './protocol.ts';

/** How a path leaves the scope of a resource (INTERFACE: `exit` of a finding). */
export type Exit = 'return' | 'throw' | 'reject' | 'overwrite' | 'iteration';

/** Whether the path takes only edges that the source shows (`throw`, `await`, known throwers) or also conceivable ones. */
export type EdgeEvidence = 'evident' | 'conceivable';

/**
 * Whether anybody reads the resource on the path: an unread one goes to CLOSE_WAIT when the peer sends something and closes (kernel row
 * R30c), a read one is closed by the platform (R30d). `perhaps`: it was in the hands of a function that could have begun to.
 */
export type Reading = 'nobody' | 'perhaps' | 'somebody';

/** One place of a witness path. The first is the acquisition, the last the exit. */
export type WitnessStep = { readonly span: Span; readonly note: string; readonly exit?: Exit };

/** Where the resource went, on some path. `unknown` is the silence with a reason. */
export type Fate =
  | { readonly kind: 'released'; readonly span: Span }
  | { readonly kind: 'transferred'; readonly span: Span; readonly to: string }
  | { readonly kind: 'unknown'; readonly span: Span; readonly why: string };

/** An exit on which the obligation is unmet. */
export type UnmetCause = {
  readonly kind: 'unmet';
  readonly exit: Exit;
  readonly edge: EdgeEvidence;
  readonly read: Reading;
  readonly witness: NonEmpty<WitnessStep>;
};

/** A release of what was released before: by then it may be somebody else's. */
export type TwiceCause = { readonly kind: 'released-twice'; readonly edge: EdgeEvidence; readonly witness: NonEmpty<WitnessStep> };

export type Cause = UnmetCause | TwiceCause;

export type Lifetime = {
  readonly protocol: ProtocolName;
  /** What ends it without us, sooner or later; undefined where nothing does. */
  readonly until?: string;
  /** The API that acquired it, as models spell it: `net.connect`. */
  readonly api: string;
  /** The variable that first held it; undefined where none did. */
  readonly name: string | undefined;
  readonly acquiredAt: Span;
  /** Whether the platform handed it to a listener: it is owed only where it is abandoned. */
  readonly received: boolean;
  /** The function it was acquired in, as people call it: `dial`, `Pool.connect`, `<module>`. */
  readonly functionName: string;
  readonly fates: readonly Fate[];
  /** What is wrong with it, the one to report first. */
  readonly causes: readonly Cause[];
  /** Why unmet exits are not reported, where that is so (`process lifetime`). */
  readonly silentBecause?: string;
};
