/** Tests are few runners over many fixtures; some start real processes (ESLint, the command line, peers), hence the patience. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/hosts/**', 'test/libraries/**', 'test/matrix/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
