/** How we lint ourselves: typescript-eslint at its strictest, with the few exceptions that follow from how this project is written. */
import { defineConfig } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';
import safeCheckerMembers from './scripts/safe-checker-members.mjs';

/** Names where code goes that belongs nowhere; the folders of layers.mjs say where it belongs. */
const BANNED_FILES = {
  group: ['**/util{s,}{,.ts,.mjs,/**}', '**/helper{s,}{,.ts,.mjs,/**}', '**/common{,.ts,.mjs,/**}', '**/misc{,.ts,.mjs,/**}'],
  message: 'Name the file after what it is about.',
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'fixtures/', 'test/inputs/', 'test/hosts/', 'test/libraries/', 'test/matrix/', '**/*.d.ts'] },
  {
    name: 'ourselves',
    files: ['{src,rules,test,scripts}/**/*.{ts,mjs}', '*.config.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Data is declared by `type`: unions, intersections and mapped types read alike, and nothing merges by accident.
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // `{ readonly [Name in Union]: … }` and named index keys say what the key is; Record does not.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // There are no classes here: Host and LineIndex are records of functions, and none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Messages are full of numbers, and a number in a template is never a mistake here.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => report(x)` is the plain way to drop a result, and the arms of an exhaustive switch all return.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-imports': ['error', { patterns: [BANNED_FILES] }],
      eqeqeq: 'error',
    },
  },
  {
    name: 'ourselves/ESLint rules',
    files: ['src/eslint/**/*.ts'],
    extends: [eslintPlugin.configs.recommended],
  },
  {
    name: 'ourselves/TypeScript from 5.4 to 6.0',
    files: ['src/lower/**/*.ts'],
    rules: {
      // What 6.0 calls deprecated is what 5.4 has.
      '@typescript-eslint/no-deprecated': 'off',
      // Flags are bits: masked they are numbers, compared with the enum they came from.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  {
    name: 'ourselves/every backend of typescript-eslint',
    files: ['src/{lower,eslint}/**/*.ts'],
    plugins: { ourselves: { rules: { 'safe-checker-members': safeCheckerMembers } } },
    rules: { 'ourselves/safe-checker-members': 'error' },
  },
  {
    name: 'ourselves/JSON of other programs',
    files: ['test/**/*.ts', 'scripts/**/*.mjs'],
    rules: {
      // They read what other programs wrote, and name its shape once.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
