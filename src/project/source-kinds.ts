/**
 * What kind of file a path names, by the path alone. Invariant: paths are relative to the path named on the command line, so that
 * `closewait check test/load` looks at what it was asked to look at.
 */

export const SOURCE_EXTENSIONS = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'] as const;

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION_FILE = /\.d\.(?:[^/.]+\.)?[cm]?ts$/;
const TEST_FOLDER = /(?:^|\/)(?:test|tests|__tests__|__mocks__|spec|e2e)\//;
const TEST_FILE = /\.(?:test|test-d|tst|spec|stories|story|mock|mocks)\.[^/.]+$/;
/** What runs before tests: `test-setup.ts`, `vitest.global.setup.ts`, `setupTests.js`. */
const TEST_SETUP =
  /(?:^|\/)(?:(?:test|tests|vitest|jest|mocha|playwright|cypress)(?:[.-]\w+)*[.-](?:setup|teardown)|setup-?tests)\.[^/.]+$/i;
const OUTPUT_FOLDER = /(?:^|\/)(?:dist|build|out)\//;
const FOREIGN_FOLDER = /(?:^|\/)(?:coverage|vendor|third_party)\//;
const MINIFIED_FILE = /\.min\.[cm]?js$/;

/** Whether the path names a source file. Declarations are none: they hold no code that could leak. */
export function isSourceFile(path: string): boolean {
  return SOURCE_FILE.test(path) && !DECLARATION_FILE.test(path);
}

/** Whether the path is of a test, a story or a mock, by its folder or by its name. */
export function isTestFile(path: string): boolean {
  return TEST_FOLDER.test(path) || TEST_FILE.test(path) || TEST_SETUP.test(path);
}

/** Whether the path is of build output or of vendored code. `asPublished`: the build output is the code there is. */
export function isGeneratedFile(path: string, asPublished = false): boolean {
  return (!asPublished && OUTPUT_FOLDER.test(path)) || FOREIGN_FOLDER.test(path) || MINIFIED_FILE.test(path);
}

/** How far into a file its header can reach; the first line of a bundle may be megabytes long. */
const HEADER_LENGTH = 2_000;

/** Whether one of the first two lines says `@generated`, as code generators agree to mark their output. */
export function isMarkedGenerated(text: string): boolean {
  const [first = '', second = ''] = text.slice(0, HEADER_LENGTH).split('\n', 2);
  return first.includes('@generated') || second.includes('@generated');
}
