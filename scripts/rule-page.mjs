/**
 * A rule's page: prose by hand, and between markers what is known elsewhere (header from the rule, examples and limits from fixtures).
 *
 * Invariant: an example is the text of a fixture, so it is analysed and, where the kernel can judge, executed by the tests.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, ROOT } from './generated-file.mjs';

/** @typedef {import('../src/rule/rule.ts').Rule} Rule */

/** The headings of every page, in this order. */
export const HEADINGS = ['What it reports', 'Why it matters', 'Leaks', 'Clean', 'How to fix', 'What it does not see', 'When not to use it'];

/** Comments by which fixtures say what is expected of the analyzer; readers of a page need none of them. */
const EXPECTATION = /\s*\/\/ (?:want|may|path|summary|miss|noise|unproven|see)\b.*$/;

/**
 * The page with its generated parts brought up to date. Throws where the page is not built as pages are.
 * @param {Rule} rule
 * @param {string} page
 */
export function renderPage(rule, page) {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  if (headings.join() !== HEADINGS.join()) throw new Error(`rules/${rule.name}.md: the headings must be: ${HEADINGS.join(', ')}`);

  const parts = [
    { name: 'header', text: headerOf(rule) },
    { name: 'limits', text: limitsOf(rule.name) },
  ];
  const filled = parts.reduce((text, part) => fillPart(text, part.name, part.text, `rules/${rule.name}.md`), page);
  return filled.replace(/<!-- fixture: (\S+) -->\n[^]*?<!-- \/fixture -->/g, (_, /** @type {string} */ file) => exampleOf(rule.name, file));
}

/**
 * Replaces what stands between `<!-- generated: NAME -->` and the next `<!-- /generated -->`.
 * @param {string} page
 * @param {string} name
 * @param {string} text
 * @param {string} path named where the markers are missing
 */
export function fillPart(page, name, text, path) {
  const part = new RegExp(`<!-- generated: ${name} -->\\n[^]*?<!-- /generated -->`);
  if (!part.test(page)) throw new Error(`${path}: the markers <!-- generated: ${name} --> … <!-- /generated --> are missing`);
  return page.replace(part, () => `<!-- generated: ${name} -->\n\n${text}\n\n<!-- /generated -->`);
}

/** @param {Rule} rule */
function headerOf({ name, meta }) {
  const presets = meta.preset === 'recommended' ? '`recommended` and `strict`' : '`strict`';
  const cwe = `[${meta.cwe}](https://cwe.mitre.org/data/definitions/${meta.cwe.slice('CWE-'.length)}.html)`;
  return `# ${name}\n\n${sentence(meta.summary)}\n\n**${meta.severity}** · in ${presets} · ${cwe} · since ${meta.since}`;
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/**
 * @param {string} rule
 * @param {string} file
 */
function exampleOf(rule, file) {
  const text = readIfThere(`fixtures/${rule}/${file}`);
  if (text === undefined) throw new Error(`rules/${rule}.md: there is no fixtures/${rule}/${file}`);
  const lines = text.split('\n').flatMap(line => {
    const shown = line.replace(EXPECTATION, '');
    return shown === '' && line !== '' ? [] : [shown];
  });
  const language = /\.[cm]?ts$/.test(file) ? 'ts' : 'js';
  return `<!-- fixture: ${file} -->\n\n\`\`\`${language}\n${lines.join('\n').trim()}\n\`\`\`\n\n<!-- /fixture -->`;
}

/**
 * The rule's known misses and false alarms, each with the fixture that shows it (and that fails once it is no longer so).
 * @param {string} rule
 */
function limitsOf(rule) {
  const limits = fixturesIn('fixtures').flatMap(path =>
    [...(readIfThere(path) ?? '').matchAll(/\/\/ (miss|noise) ([\w-]+): (.+)$/gm)]
      .filter(([, , of]) => of === rule)
      .map(([, kind, , why]) => `- ${kind === 'miss' ? 'Not reported' : 'Reported wrongly'}: ${why} ([fixture](../${path}))`),
  );
  return limits.length > 0 ? limits.join('\n') : 'No fixture shows a case that the rule gets wrong.';
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function fixturesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : fixturesIn(path);
      return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
    });
}
