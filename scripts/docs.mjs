/**
 * `npm run docs [-- --check]`: brings the generated parts of the rules' pages, the README and ARCHITECTURE.md up to date, or says that they are not.
 *
 * It reads the rules from the build, because Node 20 runs no TypeScript; `npm run docs` builds first.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS } from '../layers.mjs';
import { formatted, readIfThere, ROOT, writeOrCheck } from './generated-file.mjs';
import { fillPart, renderPage } from './rule-page.mjs';

/** @typedef {import('../src/rule/rule.ts').Rule} Rule */

const { rules } = /** @type {typeof import('../rules/index.ts')} */ (await import(new URL('../dist/rules/index.js', import.meta.url).href));

const orphans = readdirSync(join(ROOT, 'rules')).filter(file => file.endsWith('.md') && !rules.some(rule => `${rule.name}.md` === file));
for (const file of orphans) throw new Error(`rules/${file} is the page of no rule`);

/** @type {Map<string, string>} */
const files = new Map();
for (const rule of rules) {
  const path = `rules/${rule.name}.md`;
  files.set(path, renderPage(rule, pageOf(path)));
}
const readme = fillPart(fillPart(pageOf('README.md'), 'rules', ruleTable(rules), 'README.md'), 'finding', findingAsShown(), 'README.md');
files.set('README.md', await formatted(readme, 'markdown'));
files.set('ARCHITECTURE.md', await formatted(fillPart(pageOf('ARCHITECTURE.md'), 'layers', layerTable(), 'ARCHITECTURE.md'), 'markdown'));

writeOrCheck(files, { check: process.argv.includes('--check'), command: 'npm run docs' });

/** @param {string} path */
function pageOf(path) {
  const page = readIfThere(path);
  if (page === undefined) throw new Error(`${path} is missing`);
  return page;
}

/** A finding in the example service, as the command line shows it. */
function findingAsShown() {
  const args = ['dist/src/cli/main.js', 'check', 'src/firmware.ts', '--root', '.', '--no-types', '--fail-on', 'never'];
  const output = execFileSync(process.execPath, [join(ROOT, args[0] ?? ''), ...args.slice(1)], {
    cwd: join(ROOT, 'fixtures/example'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return `\`\`\`text\n${output.trim()}\n\`\`\``;
}

function layerTable() {
  const rows = Object.entries(LAYERS).map(([folder, { may, why }]) => {
    const imports = may.map(name => name.replace('src/', '')).join(', ');
    return `| \`${folder}\` | ${imports || 'nothing'} | ${why} |`;
  });
  return ['| folder | may import | because |', '| --- | --- | --- |', ...rows].join('\n');
}

/** @param {readonly Rule[]} all */
function ruleTable(all) {
  const rows = all.map(({ name, meta }) => `| [${name}](rules/${name}.md) | ${meta.severity} | ${meta.preset} | ${meta.summary} |`);
  return ['| rule | severity | from preset | what it says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
