import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,sandbox,test,bench}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/harness/engine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Leases are scaled down in tests and run out on a machine that stalls: CI tries once more, people see it at once.
    retry: process.env.CI ? 1 : 0,
    // Each story is three processes of its own.
    maxConcurrency: 2,
  },
});
