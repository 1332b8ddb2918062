/**
 * `npm run docs [-- --check]`: brings the generated parts of the rules' pages and of the README up to date, or says that they are not.
 *
 * It reads the rules from the build, because Node 20 runs no TypeScript; `npm run docs` builds first.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, ROOT, writeOrCheck } from './generated-file.mjs';
import { fillPart, renderPage } from './rule-page.mjs';

/** @typedef {import('../src/rule/rule.ts').Rule} Rule */

const { rules } = /** @type {typeof import('../rules/index.ts')} */ (await import(new URL('../dist/rules/index.js', import.meta.url).href));

const orphans = readdirSync(join(ROOT, 'rules')).filter(file => file.endsWith('.md') && !rules.some(rule => `${rule.name}.md` === file));
for (const file of orphans) throw new Error(`rules/${file} is the page of no rule`);

/** @type {Map<string, string>} */
const files = new Map();
for (const rule of rules) {
  const path = `rules/${rule.name}.md`;
  const page = readIfThere(path);
  if (page === undefined) throw new Error(`${path} is missing`);
  files.set(path, renderPage(rule, page));
}
const readme = readIfThere('README.md');
if (readme !== undefined) files.set('README.md', fillPart(readme, 'rules', ruleTable(rules), 'README.md'));

writeOrCheck(files, { check: process.argv.includes('--check'), command: 'npm run docs' });

/** @param {readonly Rule[]} all */
function ruleTable(all) {
  const rows = all.map(({ name, meta }) => `| [${name}](rules/${name}.md) | ${meta.severity} | ${meta.preset} | ${meta.summary} |`);
  return ['| rule | severity | from preset | what it says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
