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
const declared = versionsOf(builtin ? '@types/node' : `@types/${name}`);
const installed = declared.length > 0 ? declared : versionsOf(name);
const checkedAgainst = (installed.length > 0 ? installed : [`${name}@0`]).map(version => `'${version}'`).join(', ');

await scaffold({
  [`src/models/${name}.ts`]: `/** Say here what is particular about ${name}. */
import type { LibraryModel } from '../protocol/model.ts';

export const ${camelCase(name)} = {
  modules: [${builtin ? `'${name}', 'node:${name}'` : `'${name}'`}],
  checkedAgainst: [${checkedAgainst}],
  api: {},
} as const satisfies LibraryModel;
`,
  [`fixtures/models/${name}.clean.ts`]: `import * as library from '${builtin ? `node:${name}` : name}';

export const used = library;
`,
});

if (installed.length === 0) console.log(`next: add ${name} to test/libraries/package.json, which the model is checked against`);
console.log(`next: write one row per API in src/models/${name}.ts and use it in fixtures/models`);

/**
 * The versions of a package in test/libraries, the newest major first; older ones are installed beside the newest under other names.
 * @param {string} library
 */
function versionsOf(library) {
  /** @type {{ dependencies?: Record<string, string> }} */
  const manifest = JSON.parse(readIfThere('test/libraries/package.json') ?? '{}');
  const majors = Object.entries(manifest.dependencies ?? {}).flatMap(([key, value]) => {
    const version = key === library ? value : value.split(`npm:${library}@`)[1];
    return version === undefined ? [] : [Number.parseInt(version, 10)];
  });
  return majors.sort((a, b) => b - a).map(major => `${library}@${major}`);
}
