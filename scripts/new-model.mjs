/** `npm run new:model NAME`: an empty model of the library NAME and a fixture for it. The model is listed and type-checks at once. */
import { isBuiltin } from 'node:module';
import { readIfThere } from './generated-file.mjs';
import { camelCase } from './registries.mjs';
import { nameFromArguments, scaffold } from './scaffold.mjs';

const name = nameFromArguments(
  /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/,
  "usage: npm run new:model NAME, in lower case and dashes: the library's name (for @scope/name write scope-name and correct `modules`)",
);
const builtin = isBuiltin(name);
const installed = versionOf(builtin ? '@types/node' : name);

await scaffold({
  [`src/models/${name}.ts`]: `/** Say here what is particular about ${name}. */
import type { LibraryModel } from '../protocol/model.ts';

export const ${camelCase(name)} = {
  modules: [${builtin ? `'${name}', 'node:${name}'` : `'${name}'`}],
  checkedAgainst: '${builtin ? '@types/node' : name}@${installed ?? '0'}',
  api: {},
} as const satisfies LibraryModel;
`,
  [`fixtures/models/${name}.clean.ts`]: `import * as library from '${builtin ? `node:${name}` : name}';

export const used = library;
`,
});

if (installed === undefined) console.log(`next: add ${name} to test/libraries/package.json, which the model is checked against`);
console.log(`next: write one row per API in src/models/${name}.ts and use it in fixtures/models`);

/**
 * The major version in test/libraries.
 * @param {string} library
 */
function versionOf(library) {
  /** @type {{ dependencies?: Record<string, string> }} */
  const manifest = JSON.parse(readIfThere('test/libraries/package.json') ?? '{}');
  return manifest.dependencies?.[library]?.split('.')[0];
}
