/**
 * layers.mjs as rules of dependency-cruiser: what each folder may import, who may know which package, who may touch the world.
 *
 * Invariant: type-only imports count, so that a layer can be understood (and moved) without those above it. A violation prints its `why`.
 */
import { LAYERS, MAY_DO_IO, ONLY_IN } from './layers.mjs';

/** @param {string} text */
const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param {readonly string[]} folders */
const below = folders => `^(?:${folders.map(literal).join('|')})/`;

const folders = Object.keys(LAYERS);

/** Builtins that reach outside the process. Computing ones (crypto, path, url, util, module, worker messages) are free. */
const IO_BUILTINS =
  '^(?:node:)?(?:fs|child_process|cluster|dgram|dns|http|http2|https|inspector|net|os|process|readline|repl|tls|tty|worker_threads)(?:/|$)';

const layers = Object.entries(LAYERS).map(([folder, { may, why }]) => ({
  name: `layer:${folder}`,
  comment: why,
  severity: 'error',
  from: { path: below([folder]) },
  to: { path: below(folders), pathNot: below([folder, ...may]) },
}));

const packages = Object.entries(ONLY_IN).map(([name, only]) => ({
  name: `only:${name}`,
  comment: `${name} is known in ${only.join(' and ')} alone, so that it can be exchanged there`,
  severity: 'error',
  from: { path: below(folders), pathNot: below(only) },
  to: { path: `(?:^|/)node_modules/${literal(name)}/|^${literal(name)}(?:/|$)` },
}));

/** Packages whose types we read and whose code the user brings: a run-time import would be a second copy, or none. */
const typesOnly = ['typescript', 'eslint', '@typescript-eslint/utils'].map(name => ({
  name: `types-only:${name}`,
  comment: `${name} comes from the user (or from inside ts-morph) and is handed in; importing it would load another copy`,
  severity: 'error',
  from: { path: below(folders) },
  to: { path: `(?:^|/)node_modules/${literal(name)}/`, dependencyTypesNot: ['type-only'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    ...packages,
    ...typesOnly,
    {
      name: 'no-io-in-the-core',
      comment: 'the core is handed what it works on, so that every face and every test can bring its own world',
      severity: 'error',
      from: { path: below(folders), pathNot: below(MAY_DO_IO) },
      to: { path: IO_BUILTINS },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'fixtures are analysed and executed, never imported; what ships must not need what tests',
      severity: 'error',
      from: { path: below(folders) },
      to: { path: '^(?:test|fixtures|scripts|dist)/' },
    },
    {
      name: 'no-cycle',
      comment: 'what imports itself through others cannot be read, tested or moved alone',
      severity: 'error',
      from: { path: below(folders) },
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'an import that resolves to nothing fails at run time, and escapes every other rule here',
      severity: 'error',
      from: { path: below(folders) },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
