/**
 * What a rule is, and all that it may see. A rule is a value: it reads facts and words findings; it never looks for them.
 *
 * The placeholders of a message are a type, so a forgotten one does not compile; a witness is a non-empty tuple, so a finding
 * without a path cannot be written.
 */
import type { Lifetime, TwiceCause, UnmetCause } from '../protocol/lifetime.ts';
import type { Severity, TcpState } from './finding.ts';

export type { Exit } from '../protocol/lifetime.ts';

/** An obligation left unmet: one lifetime with the exit to report and the others it is also unmet on. */
export type Unmet = { readonly lifetime: Lifetime; readonly cause: UnmetCause };

/** A resource released by two calls of one path. */
export type ReleasedTwice = { readonly lifetime: Lifetime; readonly cause: TwiceCause };

/** The names inside `{{…}}` of a message. */
type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** What a rule says of one lifetime: the finding stands at the acquisition, its path is the cause's witness. */
export type RuleReport = { readonly message: string; readonly data: Readonly<Record<string, string>>; readonly tcpState?: TcpState };

/** The same as its author writes it: one of the rule's messages, with exactly what that message leaves open. */
type CheckedReport<Messages extends Record<string, string>> = {
  readonly [Id in keyof Messages & string]: RuleReport & {
    readonly message: Id;
    readonly data: Readonly<Record<Placeholders<Messages[Id]>, string>>;
  };
}[keyof Messages & string];

export type Rule = {
  /** `no-<bad>-<resource>`, the file's name. */
  readonly name: string;
  readonly meta: {
    /** One sentence, used as the ESLint description, in `closewait rules` and on the rule's page. */
    readonly summary: string;
    readonly severity: Severity;
    /** The smallest preset that holds the rule. */
    readonly preset: 'recommended' | 'strict';
    readonly cwe: `CWE-${number}`;
    /** The version that brought it. */
    readonly since: string;
  };
  readonly messages: Readonly<Record<string, string>>;
  /** Words one unmet obligation that the engine assigned to this rule (`cause.ts`). */
  onUnmet(unmet: Unmet): RuleReport;
  /** Words a second release; absent where releasing twice does no harm. */
  onReleasedTwice?(twice: ReleasedTwice): RuleReport;
};

/** Declares a rule: the identity, there for its types. */
export function defineRule<const Messages extends Record<string, string>>(
  rule: Rule & {
    readonly messages: Messages;
    onUnmet(unmet: Unmet): CheckedReport<Messages>;
    onReleasedTwice?(twice: ReleasedTwice): CheckedReport<Messages>;
  },
): Rule {
  return rule;
}
