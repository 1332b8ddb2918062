/** `npm run new:rule NAME`: a rule that speaks of no cause yet, its page, and two fixtures. The rule is listed and type-checks at once. */
import { nameFromArguments, scaffold } from './scaffold.mjs';
import { HEADINGS } from './rule-page.mjs';

const name = nameFromArguments(
  /^no(?:-[a-z][a-z0-9]*){2,}$/,
  'usage: npm run new:rule no-BAD-RESOURCE, in lower case and dashes, e.g. no-unread-response',
);
const thing = name.split('-').at(-1) ?? name;

/** @type {Readonly<Record<string, string>>} */
const SECTIONS = {
  Leaks: '<!-- fixture: first-case.leak.ts -->\n<!-- /fixture -->',
  Clean: '<!-- fixture: first-case.clean.ts -->\n<!-- /fixture -->',
  'What it does not see': '<!-- generated: limits -->\n<!-- /generated -->',
};

await scaffold({
  [`rules/${name}.ts`]: `/** Say here in one sentence what the rule reports. */
import { defineRule } from '../src/rule/rule.ts';

export default defineRule({
  name: '${name}',
  meta: {
    summary: 'say in one sentence what must be done with a ${thing}',
    severity: 'error',
    preset: 'strict',
    cwe: 'CWE-772',
    since: '0.1.0',
  },
  messages: {
    unmet: "'{{name}}' is left open when {{function}} is left by {{exit}}.",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: lifetime.name ?? lifetime.api, function: lifetime.functionName, exit: cause.exit };
    return { message: 'unmet', data };
  },
});
`,
  [`rules/${name}.md`]: `<!-- generated: header -->\n<!-- /generated -->\n\n${HEADINGS.map(
    heading => `## ${heading}\n\n${SECTIONS[heading] ?? 'To be written.'}\n`,
  ).join('\n')}`,
  [`fixtures/${name}/first-case.leak.ts`]: `// unproven: the case is not written yet
declare function open(): void;

export function firstCase(): void {
  open(); // miss ${name}: the rule is new
}
`,
  [`fixtures/${name}/first-case.clean.ts`]: `declare function open(): void;
declare function close(): void;

export function firstCase(): void {
  open();
  close();
}
`,
});

console.log(
  `next: write the fixtures, assign causes to the rule in src/rule/cause.ts, word the messages, fill rules/${name}.md, npm run docs`,
);
