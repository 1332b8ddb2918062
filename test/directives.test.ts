/**
 * What comments tell closewait, table by table: where a comment is one, what a suppression covers, what an annotation stands at.
 *
 * Invariants: whether characters stand in a comment is TypeScript's answer; what is meant for closewait and not understood is kept with
 * its fault; the function that an annotation stands at is a function of the IR. Long because it is tables.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { lineIndexOf } from '../src/base/line-index.ts';
import { printFileIr } from '../src/engine/debug.ts';
import { loadBundledTypeScript } from '../src/host/bundled-typescript.ts';
import { printDirective } from '../src/ir/directive.ts';
import { commentAround } from '../src/lower/comment-around.ts';
import { directivesOf } from '../src/lower/directives.ts';
import { lowerModule } from '../src/lower/lower-module.ts';
import { asTypeScript, parseFaultOf, parseText, type TsModule } from '../src/lower/ts-port.ts';

const ROOT = path.join(import.meta.dirname, '..');
const FIXTURES = path.join(ROOT, 'fixtures/directives');
const bundled = asTypeScript(loadBundledTypeScript());

/** The directives of a program that parses, as `debug ir` prints them. */
function printed(text: string, file = 'a.ts', typescript: TsModule = bundled): readonly string[] {
  const sourceFile = parseText(typescript, file, text);
  expect(parseFaultOf(typescript, sourceFile), text).toBeUndefined();
  const { positionAt } = lineIndexOf(text);
  return directivesOf(typescript, sourceFile, file).map(directive => printDirective(directive, positionAt));
}

const NEXT = 'closewait-disable-next-line r';
const nextAt = (place: string): string => `${place} suppresses r on the next line`;

type Row = { readonly what: string; readonly text: string; readonly says: readonly string[]; readonly file?: string };

const PLACES: readonly Row[] = [
  { what: 'a line comment', text: `// ${NEXT}\nf();`, says: [nextAt('1:1')] },
  { what: 'a block comment', text: `/* ${NEXT} */\nf();`, says: [nextAt('1:1')] },
  { what: 'a JSDoc comment', text: `/** ${NEXT} */\nf();`, says: [nextAt('1:1')] },
  {
    what: 'a block of lines with stars',
    text: `/*\n * ${NEXT}\n * -- closed\n *    by f\n */\nf();`,
    says: [`${nextAt('1:1')} -- closed by f`],
  },
  { what: 'a block of lines without stars', text: `/*\n  ${NEXT}\n*/\nf();`, says: [nextAt('1:1')] },
  { what: 'three slashes', text: `/// ${NEXT}\nf();`, says: [nextAt('1:1')] },
  { what: 'no blank after the slashes', text: `//${NEXT}\nf();`, says: [nextAt('1:1')] },
  { what: 'behind a statement', text: 'f(); // closewait-disable-line r', says: ['1:6 suppresses r on this line'] },
  { what: 'the end of the file', text: `f();\n// ${NEXT}`, says: [nextAt('2:1')] },
  { what: 'an empty file', text: `// ${NEXT}`, says: [nextAt('1:1')] },
  { what: 'CRLF', text: `f();\r\n// ${NEXT}\r\ng();\r\n`, says: [nextAt('2:1')] },
  { what: 'CRLF in a block', text: `/*\r\n * ${NEXT}\r\n * -- why\r\n */\r\ng();`, says: [`${nextAt('1:1')} -- why`] },
  { what: 'a line separator', text: `f();// ${NEXT}\u2028g();`, says: [nextAt('1:5')] },
  { what: 'a byte order mark', text: `\uFEFF// ${NEXT}\nf();`, says: [nextAt('1:2')] },
  { what: 'a hashbang before', text: `#!/usr/bin/env node\n// ${NEXT}\nf();`, says: [nextAt('2:1')] },
  { what: 'a hashbang', text: `#!/bin/${NEXT}\nf();`, says: [] },
  { what: 'before else', text: `if (a) f();\n// ${NEXT}\nelse g();`, says: [nextAt('2:1')] },
  {
    what: 'before catch and finally',
    text: `try { f(); } // ${NEXT}\ncatch { g(); } /* ${NEXT} */ finally { h(); }`,
    says: [nextAt('1:14'), nextAt('2:16')],
  },
  { what: 'between arguments', text: `f(a, // ${NEXT}\n  b, /* ${NEXT} */);`, says: [nextAt('1:6'), nextAt('2:6')] },
  { what: 'between the links of a chain', text: `f()\n  // ${NEXT}\n  .g();`, says: [nextAt('2:3')] },
  {
    what: 'nothing but a comment in a block',
    text: `function f() { /* ${NEXT} */ }\nconst o = { /* ${NEXT} */ }, l = [/* ${NEXT} */];`,
    says: [nextAt('1:16'), nextAt('2:13'), nextAt('2:57')],
  },
  { what: 'a class body', text: `class A {\n  // ${NEXT}\n}`, says: [nextAt('2:3')] },
  { what: 'types', text: `let a: Map<string, /* ${NEXT} */ number>;\ntype T = {\n  // ${NEXT}\n};`, says: [nextAt('1:20'), nextAt('3:3')] },
  { what: 'behind return', text: `function f() { return /* ${NEXT} */ 1; }`, says: [nextAt('1:23')] },
  { what: 'before a division', text: `const a = b /* ${NEXT} */ / c / d;`, says: [nextAt('1:13')] },
  {
    what: 'inside a substitution',
    text: `const a = \`x\${/* ${NEXT} */ b}y\${b /* ${NEXT} */}z\`;`,
    says: [nextAt('1:15'), nextAt('1:58')],
  },
  {
    what: 'JSX, in braces',
    text: `const a = <b>{/* ${NEXT} */}{c /* ${NEXT} */}</b>;`,
    says: [nextAt('1:15'), nextAt('1:54')],
    file: 'a.tsx',
  },
  {
    what: 'JSX, between attributes',
    text: `const a = <b /* ${NEXT} */ c // ${NEXT}\n />;`,
    says: [nextAt('1:14'), nextAt('1:52')],
    file: 'a.tsx',
  },
  { what: 'a string', text: `const a = '// ${NEXT}', b = "/* ${NEXT} */";`, says: [] },
  { what: 'a string with a line continued', text: `const a = 'b\\\n// ${NEXT}';`, says: [] },
  { what: 'a template', text: `const a = \`\n// ${NEXT}\n\`;`, says: [] },
  { what: 'all parts of a template', text: `const a = \`// ${NEXT}\${b}// ${NEXT}\${c}\n// ${NEXT}\`;`, says: [] },
  { what: 'a template type', text: `type A = \`// ${NEXT}\${string}/* ${NEXT} */\`;`, says: [] },
  { what: 'a regular expression', text: `const a = /\\/\\/ ${NEXT}/, b = /[/*]${NEXT}[*/]/;`, says: [] },
  { what: 'JSX text', text: `const a = <b>// ${NEXT}\n/* ${NEXT} */<c/>// ${NEXT}</b>;`, says: [], file: 'a.tsx' },
  { what: 'a JSX attribute', text: `const a = <b c="// ${NEXT}" d='/* ${NEXT} */' />;`, says: [], file: 'a.tsx' },
  { what: 'prose', text: `// say ${NEXT} to silence it\nf();`, says: [] },
  { what: 'a comment in a comment', text: `// // ${NEXT}\n/* // ${NEXT} */\nf();`, says: [] },
  { what: 'code', text: 'const x = { closewait: 1 - disable }; closewait-enable;', says: [], file: 'a.js' },
];

const SUPPRESSIONS: readonly Row[] = [
  { what: 'a file', text: '// closewait-disable-file r', says: ['1:1 suppresses r in this file'] },
  { what: 'a reason', text: `// ${NEXT} -- the pool closes it -- later`, says: [`${nextAt('1:1')} -- the pool closes it -- later`] },
  { what: 'a reason without a text', text: `// ${NEXT} --`, says: [nextAt('1:1')] },
  { what: 'dashes in a name', text: '// closewait-disable-line no--leak', says: ['1:1 suppresses no--leak on this line'] },
  { what: 'several rules', text: '// closewait-disable-line a,b , c, -- why', says: ['1:1 suppresses a, b, c on this line -- why'] },
  { what: 'the rule as ESLint calls it', text: '// closewait-disable-line closewait/a', says: ['1:1 suppresses a on this line'] },
  {
    what: 'ESLint, its lines',
    text: '// eslint-disable-line closewait/a -- why\n/* eslint-disable-next-line other, closewait/a,\n  closewait/b */',
    says: ['1:1 tells ESLint to suppress a on this line -- why', '2:1 tells ESLint to suppress a, b on the next line'],
  },
  {
    what: 'ESLint, from here to there',
    text: '/* eslint-disable closewait/a */\n/* eslint-enable closewait/a */',
    says: ['1:1 tells ESLint to suppress a from here', '2:1 tells ESLint to suppress a up to here'],
  },
  {
    what: 'ESLint, of others or of everything',
    text: '// closewait\n// eslint-disable-line other/a\n/* eslint-disable */\n// eslint-disable-next-line',
    says: [],
  },
  {
    what: 'what ESLint does not take for a directive',
    text: '// eslint-disable closewait/a\n/** eslint-disable closewait/a */\n/* eslint-disable-line\n closewait/a */',
    says: [],
  },
  { what: 'no rule', text: '// closewait-disable-next-line', says: ["1:1 malformed: 'closewait-disable-next-line' names no rule"] },
  { what: 'only a reason', text: '// closewait-disable-line -- why', says: ["1:1 malformed: 'closewait-disable-line' names no rule"] },
  {
    what: 'a reason without dashes',
    text: '// closewait-disable-line a because',
    says: ["1:1 malformed: 'a because' is no rule; a comma stands between rules, ' -- ' before a reason"],
  },
  ...['closewait-disable', 'closewait-enable', 'closewait-disable-nextline', 'closewait-disable-line:'].map(word => ({
    what: word,
    text: `// ${word} a`,
    says: [`1:1 malformed: there is no '${word}'; there are closewait-disable-line, closewait-disable-next-line, closewait-disable-file`],
  })),
  {
    what: 'this line, of several',
    text: '/* closewait-disable-line\n a */',
    says: ["1:1 malformed: 'closewait-disable-line' stands in a comment of more than one line"],
  },
];

const ANNOTATIONS: readonly Row[] = [
  { what: 'a function', text: '/** @owning */\nexport async function dial() {}', says: ['1:5 @owning at the function dial (2:1)'] },
  { what: 'a default export', text: '/** @owning */\nexport default () => 1;', says: ['1:5 @owning at the function default (2:16)'] },
  { what: 'a function in a variable', text: '/** @owning */\nconst dial = () => 1;', says: ['1:5 @owning at the function dial (2:14)'] },
  {
    what: 'a function in a member',
    text: '/** @releases socket */\nexports.end = function (socket) {};',
    says: ['1:5 @releases socket at the function end (2:15)'],
    file: 'a.js',
  },
  { what: 'a callback', text: 'on(/** @notOwning */ s => s);', says: ['1:8 @notOwning at the function <callback of on> (1:22)'] },
  { what: 'a class', text: '/** @mustCall close */\nabstract class A {}', says: ['1:5 @mustCall close at the class A (2:1)'] },
  { what: 'a class in a variable', text: '/** @mustCall #end */\nconst A = class {};', says: ['1:5 @mustCall #end at the class A (2:11)'] },
  {
    what: 'members',
    text: 'class A {\n/** @owning */ readonly #s: S;\n/** @releases this.s */ close() {}\n/** @notOwning */ get s() { return 1 }\n/** @owning */ end = () => 1;\n}',
    says: [
      '2:5 @owning at the property #s (2:16)',
      '3:5 @releases this.s at the method A.close (3:25)',
      '4:5 @notOwning at the method A.s (4:19)',
      '5:5 @owning at the function A.end (5:22)',
    ],
  },
  {
    what: 'a field made by assignment',
    text: 'class A { constructor() { /** @owning */ this.s = f(); } }',
    says: ['1:31 @owning at the property s (1:42)'],
    file: 'a.js',
  },
  {
    what: 'members of an object and of an interface',
    text: 'f({ /** @owning */ a: 1, /** @owning */ b() {} });\ninterface I { /** @owning */ c: S; /** @owning */ d(): S }',
    says: [
      '1:9 @owning at the property a (1:20)',
      '1:30 @owning at the method b (1:41)',
      '2:19 @owning at the property c (2:30)',
      '2:40 @owning at the method d (2:51)',
    ],
  },
  {
    what: 'parameters',
    text: 'function f(/** @owning */ a: S, /** @notOwning */ { b }: T) {}\nclass A { constructor(/** @owning */ private s: S) {} }',
    says: [
      '1:16 @owning at the parameter a (1:27)',
      '1:37 @notOwning at the parameter [pattern] (1:51)',
      '2:27 @owning at the parameter s (2:38)',
    ],
  },
  {
    what: 'variables',
    text: '/** @notOwning */\nexport const a = f(), /** @owning */ b = g();\nfor (/** @owning */ const c of d) f();',
    says: ['1:5 @notOwning at the variable a (2:14)', '2:27 @owning at the variable b (2:38)', '3:10 @owning at the variable c (3:27)'],
  },
  {
    what: 'several tags, and prose behind them',
    text: '/**\r\n * Dials.\r\n * @param port\r\n * @releases a - when it fails\r\n *   @owning the caller closes it\r\n */\r\nfunction f(a) {}',
    says: ['4:4 @releases a at the function f (7:1)', '5:6 @owning at the function f (7:1)'],
    file: 'a.js',
  },
  {
    what: 'tags in one line',
    text: '/** @owning @mustCall end*/ function f() {}',
    says: ['1:5 @owning at the function f (1:29)', '1:13 @mustCall end at the function f (1:29)'],
  },
  {
    what: 'all comments before a declaration',
    text: '/** @owning */\n/** More. */\nfunction f() {}',
    says: ['1:5 @owning at the function f (3:1)'],
  },
  {
    what: 'a decorator between',
    text: 'class A { /** @owning */ @inject() s: S; }',
    says: ['1:15 @owning at the property s (1:26)'],
  },
  {
    what: 'a suppression beside it',
    text: '/** closewait-disable-line a\n * @owning */\nlet b;',
    says: ["1:1 malformed: 'closewait-disable-line' stands in a comment of more than one line", '2:4 @owning at the variable b (3:5)'],
  },
  {
    what: 'other words',
    text: '/** @owningly @mustCallAlias a @owning-ish @Owning */ let a;\n/** Says @owning, `@owning`. {@owning} */ let b;',
    says: [],
  },
  { what: 'comments that are no JSDoc', text: '/* @owning */ let a; // @owning\n/* @mustCall */ let b;', says: [] },
  { what: 'strings', text: 'import a from "@releases/a"; const b = `/** @owning */`;', says: [] },
  { what: 'no argument', text: '/** @mustCall */\nclass A {}', says: ['1:5 malformed: @mustCall needs the name of a method'] },
  {
    what: 'a tag for an argument',
    text: '/** @releases @owning */\nlet a;',
    says: ['1:5 malformed: @releases needs the name of a parameter', '1:15 @owning at the variable a (2:5)'],
  },
  {
    what: 'no name for an argument',
    text: '/** @releases {Socket} a */\nlet b;',
    says: ["1:5 malformed: @releases needs the name of a parameter, not '{Socket}'"],
  },
  {
    what: 'no declaration',
    text: '/** @owning */\nf();\nclass A { /** @owning */ }',
    says: ['1:5 malformed: @owning stands at no declaration', '3:15 malformed: @owning stands at no declaration'],
  },
];

describe.each([
  { table: 'a comment is where TypeScript has one', rows: PLACES },
  { table: 'suppressions', rows: SUPPRESSIONS },
  { table: 'annotations', rows: ANNOTATIONS },
])('$table', ({ rows }) => {
  for (const { what, text, says, file } of rows) it(what, () => expect(printed(text, file)).toEqual(says));
});

describe('golden files', () => {
  const sources = readdirSync(FIXTURES).filter(name => !name.endsWith('.ir'));
  for (const name of sources) {
    it(name, () => {
      const sourceFile = parseText(bundled, name, readFileSync(path.join(FIXTURES, name), 'utf8'));
      const shown = `${printFileIr({ ts: bundled, sourceFile, checker: null }, name)}\n`;
      const golden = path.join(FIXTURES, name.replace(/\.\w+$/, '.ir'));
      if (process.env['UPDATE'] !== undefined) writeFileSync(golden, shown);
      expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(shown);
    });
  }
});

it('names functions as the IR does', () => {
  for (const { text, file = 'a.ts' } of ANNOTATIONS) {
    const sourceFile = parseText(bundled, file, text);
    const { functions } = lowerModule({ ts: bundled, sourceFile, checker: null }, file);
    const known = new Set([...functions.values()].map(({ name, span }) => `${name} ${span.start} ${span.end}`));
    for (const directive of directivesOf(bundled, sourceFile, file)) {
      // A signature has no body, and so no graph.
      if (directive.kind !== 'annotation' || directive.on.name === 'd') continue;
      const { kind, name, span } = directive.on;
      if (kind === 'function' || kind === 'method') expect(known).toContain(`${name} ${span.start} ${span.end}`);
    }
  }
});

it.each(['5.4', '5.9', '6.0'])('reads the same with TypeScript %s', version => {
  const typescript = asTypeScript(createRequire(import.meta.url)(path.join(ROOT, `test/matrix/node_modules/typescript-${version}`)));
  for (const { text, says, file } of [...PLACES, ...SUPPRESSIONS, ...ANNOTATIONS])
    expect(printed(text, file, typescript), text).toEqual(says);
});

it('does not need the nodes that TypeScript makes of JSDoc', () => {
  const options = { languageVersion: bundled.ScriptTarget.Latest, jsDocParsingMode: bundled.JSDocParsingMode.ParseNone };
  const sourceFile = bundled.createSourceFile('a.ts', '/** @owning */\nfunction f() {}', options, true);
  expect(directivesOf(bundled, sourceFile, 'a.ts')).toMatchObject([{ tag: 'owning', on: { name: 'f' } }]);
});

it('finds in real code the comments that a walk over every token finds', () => {
  for (const file of realFiles()) {
    const text = readFileSync(file, 'utf8');
    const sourceFile = parseText(bundled, file, text);
    if (parseFaultOf(bundled, sourceFile)) continue;
    const comments = commentsByToken(sourceFile);
    for (const { index } of text.matchAll(/\/[/*]|\w(?=\W)/g)) {
      const around = commentAround(bundled, sourceFile, index);
      const expected = comments.find(({ pos, end }) => pos <= index && index < end);
      expect(around && [around.pos, around.end], `${file}, offset ${index}`).toEqual(expected && [expected.pos, expected.end]);
    }
  }
});

function realFiles(): readonly string[] {
  const sources = ['src/lower', 'src/typestate', 'fixtures/ir'].flatMap(folder =>
    readdirSync(path.join(ROOT, folder)).map(name => path.join(ROOT, folder, name)),
  );
  return sources.filter(name => /\.[cm]?[jt]sx?$/.test(name));
}

/** Every comment of a file: those before and behind each token, the tokens of JSX text aside. */
function commentsByToken(sourceFile: ts.SourceFile): readonly ts.CommentRange[] {
  const comments = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    if (bundled.isJsxText(node) || node.kind === bundled.SyntaxKind.JSDoc) return;
    const children = node.getChildren(sourceFile);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    for (const comment of bundled.getLeadingCommentRanges(sourceFile.text, node.pos) ?? []) comments.set(comment.pos, comment);
    // Behind a tag stands text.
    if (bundled.isJsxOpeningElement(node.parent) || bundled.isJsxClosingElement(node.parent)) return;
    for (const comment of bundled.getTrailingCommentRanges(sourceFile.text, node.pos) ?? []) comments.set(comment.pos, comment);
  };
  visit(sourceFile);
  return [...comments.values()];
}
