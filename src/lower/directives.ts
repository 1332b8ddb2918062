/**
 * Directives of a file: its suppression comments (`// closewait-disable-next-line RULE -- reason`, `-line`, `-file`, and ESLint's where
 * they name our rules) and its annotations, in the order of the source.
 *
 * A directive is the first thing its comment says: prose that mentions one is none. A file that mentions none costs one scan of its text.
 */
import type ts from 'typescript';
import type { Span } from '../base/span.ts';
import type { Directive, SuppressionScope } from '../ir/directive.ts';
import { annotationsIn } from './annotations.ts';
import { type Comment, commentAround } from './comment-around.ts';
import type { TsModule } from './ts-port.ts';

/** Without one of these a text holds no directive. */
const HINTS = ['closewait', '@owning', '@notOwning', '@mustCall', '@releases'] as const;

/** What may be a directive; whether it stands in a comment is asked of the tree. */
const CANDIDATE = /(?:closewait|eslint)-(?:dis|en)able|@(?:owning|notOwning|mustCall|releases)(?!\w)/g;

export function directivesOf(typescript: TsModule, sourceFile: ts.SourceFile, file: string): readonly Directive[] {
  const { text } = sourceFile;
  if (!HINTS.some(hint => text.includes(hint))) return [];
  const comments = new Map<number, Comment>();
  let passed = 0;
  for (const { index } of text.matchAll(CANDIDATE)) {
    if (index < passed) continue;
    const comment = commentAround(typescript, sourceFile, index);
    if (!comment) continue;
    comments.set(comment.pos, comment);
    passed = comment.end;
  }
  return [...comments.values()].flatMap(comment => [
    ...suppressionsIn(text, comment, file),
    ...annotationsIn(typescript, sourceFile, comment, file),
  ]);
}

function suppressionsIn(text: string, comment: Comment, file: string): readonly Directive[] {
  const span = { file, start: comment.pos, end: comment.end };
  const inner = text.slice(comment.pos + 2, comment.block ? comment.end - 2 : comment.end);
  return [...ourSuppression(inner, span), ...eslintSuppression(inner, comment.block, span)];
}

/** The word a comment begins with, and what follows it. */
const DIRECTIVE = /^(\S+)(?:\s+([^]*))?$/;
/** What stands before a reason. */
const REASON = /(?:^|\s)-{2,}(?:\s|$)/;

const OUR_SCOPES: ReadonlyMap<string, SuppressionScope> = new Map([
  ['closewait-disable-line', 'line'],
  ['closewait-disable-next-line', 'next-line'],
  ['closewait-disable-file', 'file'],
]);

function ourSuppression(inner: string, span: Span): readonly Directive[] {
  const [, word = '', rest = ''] = DIRECTIVE.exec(withoutStars(inner)) ?? [];
  if (!/^closewait-(?:dis|en)able/.test(word)) return [];
  const malformed = (fault: string): readonly Directive[] => [{ kind: 'malformed', span, fault }];
  const scope = OUR_SCOPES.get(word);
  if (scope === undefined) return malformed(`there is no '${word}'; there are ${[...OUR_SCOPES.keys()].join(', ')}`);
  if (scope === 'line' && LINE_END.test(inner)) return malformed(`'${word}' stands in a comment of more than one line`);
  const { rules, reason } = namedIn(rest);
  if (rules.length === 0) return malformed(`'${word}' names no rule`);
  const wordy = rules.find(rule => /\s/.test(rule));
  if (wordy !== undefined) return malformed(`'${wordy}' is no rule; a comma stands between rules, ' -- ' before a reason`);
  return [{ kind: 'suppression', span, writtenFor: 'closewait', scope, rules: rules.map(bareName), reason }];
}

const ESLINT_SCOPES: ReadonlyMap<string, SuppressionScope> = new Map([
  ['eslint-disable-line', 'line'],
  ['eslint-disable-next-line', 'next-line'],
  ['eslint-disable', 'from-here'],
  ['eslint-enable', 'up-to-here'],
]);

/** ESLint's own, read as ESLint does; of the rules it names only ours. What is wrong with it ESLint tells. */
function eslintSuppression(inner: string, block: boolean, span: Span): readonly Directive[] {
  const [, word = '', rest = ''] = DIRECTIVE.exec(inner.trim()) ?? [];
  const scope = ESLINT_SCOPES.get(word);
  const isRange = scope === 'from-here' || scope === 'up-to-here';
  if (scope === undefined || (isRange && !block) || (scope === 'line' && LINE_END.test(inner))) return [];
  const { rules, reason } = namedIn(rest);
  const ours = rules.filter(rule => rule.startsWith(PREFIX)).map(bareName);
  return ours.length > 0 ? [{ kind: 'suppression', span, writtenFor: 'eslint', scope, rules: ours, reason }] : [];
}

const PREFIX = 'closewait/';
const bareName = (rule: string): string => (rule.startsWith(PREFIX) ? rule.slice(PREFIX.length) : rule);

/** `RULE, RULE -- reason`. */
function namedIn(rest: string): { readonly rules: readonly string[]; readonly reason: string | undefined } {
  const dashes = REASON.exec(rest);
  const list = dashes ? rest.slice(0, dashes.index) : rest;
  const reason = dashes ? rest.slice(dashes.index + dashes[0].length).trim() : '';
  const rules = list.split(',').map(rule => rule.trim());
  return { rules: rules.filter(rule => rule !== ''), reason: reason === '' ? undefined : reason };
}

const LINE_END = /[\n\r\u2028\u2029]/;

/** What a comment says in one line, without the stars and slashes that its lines begin with. */
function withoutStars(inner: string): string {
  return inner
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line, i) => line.replace(i === 0 ? /^[*/]+/ : /^\s*\*+/, '').trim())
    .join(' ')
    .trim();
}
