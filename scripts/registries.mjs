/**
 * `rules/index.ts` and `src/models/index.ts` as text, from the listings of their folders: a new rule or model touches one source file.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatted, ROOT } from './generated-file.mjs';

/**
 * Names of the sources of a folder, without the registry itself, in code unit order.
 * @param {string} folder
 */
export function namesIn(folder) {
  return readdirSync(join(ROOT, folder))
    .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts') && file !== 'index.ts')
    .map(file => file.slice(0, -'.ts'.length))
    .sort();
}

/**
 * `no-leaked-socket` as `noLeakedSocket`.
 * @param {string} name
 */
export function camelCase(name) {
  return name.replace(/-(\w)/g, dashed => dashed.slice(1).toUpperCase());
}

/** Both registries by path. */
export async function registries() {
  const rules = namesIn('rules');
  const models = namesIn('src/models');
  return new Map([
    [
      'rules/index.ts',
      await formatted(
        `/** Every rule, in the order of names. Generated from the folder's listing by \`npm run generate\`: edits are lost. */
import type { Rule } from '../src/rule/rule.ts';
${rules.map(name => `import ${camelCase(name)} from './${name}.ts';`).join('\n')}

export const rules: readonly Rule[] = [${rules.map(camelCase).join(', ')}];
`,
        'typescript',
      ),
    ],
    [
      'src/models/index.ts',
      await formatted(
        `/** Every model, in the order of names. Generated from the folder's listing by \`npm run generate\`: edits are lost. */
import type { LibraryModel } from '../protocol/model.ts';
${models.map(name => `import { ${camelCase(name)} } from './${name}.ts';`).join('\n')}

export const models: readonly LibraryModel[] = [${models.map(camelCase).join(', ')}];
`,
        'typescript',
      ),
    ],
  ]);
}
