/**
 * What the comments of a file tell closewait, as plain data: suppressions, and annotations in the words of the field. Nothing here is
 * applied or judged; a directive that cannot be understood is kept with its fault, so that it can be reported and never silently ignored.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Position, Span } from '../base/span.ts';

/**
 * What a suppression covers: the line its comment starts on, the line after the one it ends on, the file, what follows up to an
 * `up-to-here` of the same rules. The last two come from ESLint alone.
 */
export type SuppressionScope = 'line' | 'next-line' | 'file' | 'from-here' | 'up-to-here';

export type Suppression = {
  readonly kind: 'suppression';
  /** The comment. */
  readonly span: Span;
  readonly writtenFor: 'closewait' | 'eslint';
  readonly scope: SuppressionScope;
  /** Bare names as written, at least one; whether there are such rules is not known here. */
  readonly rules: readonly string[];
  readonly reason: string | undefined;
};

/** What an annotation stands at. A function or method has the name and span of its IR. */
export type Declared = {
  readonly kind: 'function' | 'method' | 'class' | 'property' | 'parameter' | 'variable';
  readonly name: string;
  readonly span: Span;
};

export type Annotation = {
  readonly kind: 'annotation';
  /** From the `@` to the end of the argument. */
  readonly span: Span;
  readonly on: Declared;
} & (
  | { readonly tag: 'owning' | 'notOwning' }
  /** `@mustCall close`: the method; `@releases socket`: the parameter. */
  | { readonly tag: 'mustCall' | 'releases'; readonly argument: string }
);

/** Meant for closewait, but not understood. */
export type MalformedDirective = { readonly kind: 'malformed'; readonly span: Span; readonly fault: string };

export type Directive = Suppression | Annotation | MalformedDirective;

/** One line for people: `4:3 suppresses no-leaked-socket on the next line -- closed by the parent`. */
export function printDirective(directive: Directive, positionAt: (offset: number) => Position): string {
  const place = (span: Span): string => {
    const { line, column } = positionAt(span.start);
    return `${line}:${column}`;
  };
  return `${place(directive.span)} ${said(directive, place)}`;
}

const WHERE: { readonly [Scope in SuppressionScope]: string } = {
  line: 'on this line',
  'next-line': 'on the next line',
  file: 'in this file',
  'from-here': 'from here',
  'up-to-here': 'up to here',
};

function said(it: Directive, place: (span: Span) => string): string {
  switch (it.kind) {
    case 'suppression': {
      const words = it.writtenFor === 'eslint' ? 'tells ESLint to suppress' : 'suppresses';
      return `${words} ${it.rules.join(', ')} ${WHERE[it.scope]}${it.reason === undefined ? '' : ` -- ${it.reason}`}`;
    }
    case 'annotation':
      return `@${it.tag}${'argument' in it ? ` ${it.argument}` : ''} at the ${it.on.kind} ${it.on.name} (${place(it.on.span)})`;
    case 'malformed':
      return `malformed: ${it.fault}`;
    default:
      return assertNever(it);
  }
}
