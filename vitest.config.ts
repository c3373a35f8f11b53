import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,sandbox,test,bench}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/harness/engine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each story is three processes of its own.
    maxConcurrency: 2,
  },
});
