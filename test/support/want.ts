/**
 * The expectations that fixtures carry in comments, and their judge. The grammar, whole:
 *
 *     // want RULE: "text"     a finding of RULE stands on this line and its message holds the text (`: "text"` may be left out)
 *     // path: EXIT            the finding wanted nearest above (or on this line) leaves here, by return, throw, reject, overwrite, iteration
 *     // summary: TEXT         the inferred summary of the function declared on this line
 *     // miss RULE: why        known false negative: nothing is reported here today
 *     // noise RULE: why       known false positive: RULE is reported here today
 *     // unproven: why         for the kernel proofs; it expects nothing of findings
 *
 * Invariant: both directions count. What is expected must be there, what is there must be expected, and a miss or noise that healed fails,
 * so that it is written down as a want or removed.
 */
import type { Exit } from '../../src/protocol/lifetime.ts';
import type { Finding } from '../../src/rule/finding.ts';

type At = { readonly file: string; readonly line: number };

type Want = At & { readonly kind: 'want'; readonly rule: string; readonly text: string };

export type Expectation =
  | Want
  | (At & { readonly kind: 'path'; readonly exit: Exit })
  | (At & { readonly kind: 'summary'; readonly function: string; readonly text: string })
  | (At & { readonly kind: 'miss' | 'noise'; readonly rule: string; readonly why: string });

/** Summary texts by function name, as `closewait debug summary` prints them. */
export type Summaries = ReadonlyMap<string, string>;

/** What the judge needs of a finding. */
export type JudgedFinding = At & Pick<Finding, 'rule' | 'message'> & { readonly witness: readonly (At & { readonly exit?: Exit })[] };

const EXITS: readonly Exit[] = ['return', 'throw', 'reject', 'overwrite', 'iteration'];

/** One comment: its word, and its text up to the next comment of the grammar. */
const COMMENT = /\/\/ (want|path|summary|miss|noise|unproven)\b(.*?)(?=\s*\/\/ (?:want|path|summary|miss|noise|unproven)\b|$)/g;
const WANT = /^ ([\w-]+)(?:: "(.+)")?$/;
const KNOWN_WRONG = /^ ([\w-]+): (.+)$/;
const TEXT = /^: (.+)$/;

/** Where a line declares a function: `function name`, `const name =`, or a method's `name(`. */
const DECLARATIONS = [/\bfunction\*?\s+([\w$]+)/, /\b(?:const|let|var)\s+([\w$]+)\s*=/, /^\s*(?:[a-z]+\s+)*([\w$#]+)\s*\(/];

/** The expectations of one file, in order. A comment that starts like one and is none is a mistake, not silence: it throws. */
export function readExpectations(file: string, text: string): Expectation[] {
  return text.split('\n').flatMap((content, index) => {
    const at = { file, line: index + 1 };
    return [...content.matchAll(COMMENT)].flatMap(([comment, word = '', rest = '']) => {
      const expectation = toExpectation(at, word, rest.trimEnd(), content);
      if (expectation === undefined) {
        throw new Error(`${file}:${at.line} is not of the fixture grammar: ${comment}`);
      }
      return expectation;
    });
  });
}

/** The text without the comments of the grammar: the program that twins are compared by. */
export function withoutExpectations(text: string): string {
  return text.replaceAll(new RegExp(`\\s*${COMMENT.source}`, 'gm'), '');
}

function toExpectation(at: At, word: string, rest: string, content: string): Expectation | readonly [] | undefined {
  switch (word) {
    case 'want': {
      const [, rule, text = ''] = WANT.exec(rest) ?? [];
      return rule === undefined ? undefined : { ...at, kind: 'want', rule, text };
    }
    case 'path': {
      const exit = EXITS.find(known => known === TEXT.exec(rest)?.[1]);
      return exit && { ...at, kind: 'path', exit };
    }
    case 'summary': {
      const text = TEXT.exec(rest)?.[1];
      const name = DECLARATIONS.map(it => it.exec(content)?.[1]).find(it => it !== undefined);
      return text === undefined || name === undefined ? undefined : { ...at, kind: 'summary', function: name, text };
    }
    case 'miss':
    case 'noise': {
      const [, rule, why] = KNOWN_WRONG.exec(rest) ?? [];
      return rule === undefined || why === undefined ? undefined : { ...at, kind: word, rule, why };
    }
    case 'unproven':
      return TEXT.test(rest) ? [] : undefined;
    default:
      return undefined;
  }
}

/**
 * What is wrong with the findings of one file, one line each, starting with `file:line`; nothing is wrong where the list is empty.
 * Findings of other files are strangers: the caller hands in those of this file only.
 */
export function judge(expectations: readonly Expectation[], findings: readonly JudgedFinding[], summaries: Summaries): string[] {
  const problems: string[] = [];
  const report = ({ file, line }: At, problem: string): number => problems.push(`${file}:${line} ${problem}`);
  // Copies: the same finding reported twice is two findings.
  const unexplained = new Set(findings.map(it => ({ ...it })));
  const findingOf = new Map<Want, JudgedFinding>();

  const take = (rule: string, { line }: At, text: string): JudgedFinding | undefined => {
    const here = [...unexplained].filter(it => it.rule === rule && it.line === line);
    // One with the text first, so that two findings on a line do not steal each other's want.
    const found = here.find(it => it.message.includes(text)) ?? here[0];
    if (found) {
      unexplained.delete(found);
    }
    return found;
  };

  for (const it of expectations) {
    if (it.kind === 'want') {
      const finding = take(it.rule, it, it.text);
      if (!finding) {
        report(it, `wants ${it.rule}, but it is not reported here`);
        continue;
      }
      findingOf.set(it, finding);
      if (!finding.message.includes(it.text)) {
        report(it, `wants ${it.rule} to say "${it.text}", but it says "${finding.message}"`);
      }
    } else if (it.kind === 'noise') {
      if (!take(it.rule, it, '')) {
        report(it, `the noise of ${it.rule} is gone: remove the comment (${it.why})`);
      }
    } else if (it.kind === 'miss') {
      if (take(it.rule, it, '')) {
        report(it, `the miss of ${it.rule} is found now: make it a want (${it.why})`);
      }
    }
  }
  for (const it of expectations) {
    if (it.kind === 'path') {
      judgePath(it, expectations, findingOf, report);
    } else if (it.kind === 'summary') {
      const actual = summaryOf(it.function, summaries);
      if (actual !== it.text) {
        report(it, `the summary of ${it.function} is "${actual ?? 'missing'}", not "${it.text}"`);
      }
    }
  }
  for (const finding of unexplained) {
    report(finding, `${finding.rule} is reported, but nobody wants it: ${finding.message}`);
  }
  return problems;
}

function judgePath(
  path: At & { readonly exit: Exit },
  expectations: readonly Expectation[],
  findingOf: ReadonlyMap<Want, JudgedFinding>,
  report: (at: At, problem: string) => void,
): void {
  const want = expectations.filter(it => it.kind === 'want').findLast(it => it.line <= path.line);
  if (!want) {
    report(path, `has a path, but no want above it`);
    return;
  }
  const finding = findingOf.get(want);
  // A want that is not met has been reported already.
  if (finding && !finding.witness.some(it => it.exit === path.exit && it.line === path.line && it.file === path.file)) {
    const exits = finding.witness.flatMap(it => (it.exit === undefined ? [] : `${it.exit} on line ${it.line}`));
    report(path, `is not where the path of line ${want.line} leaves by ${path.exit}: that is ${exits.join(', ') || 'nowhere'}`);
  }
}

/** Methods are printed as `Class.method` and declared as `method`. */
function summaryOf(name: string, summaries: Summaries): string | undefined {
  return summaries.get(name) ?? [...summaries].find(([full]) => full.endsWith(`.${name}`))?.[1];
}
