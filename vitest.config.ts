import { defineConfig } from 'vitest/config';

const patience = { testTimeout: 120_000, hookTimeout: 120_000 };
const values = ['src/{features,shared}/**/*.test.{ts,tsx}'];
/** nock replaces the http of its whole process. */
const withNock = ['src/platform/slack/{clients,files}.test.ts'];

/**
 * Files of src/ share one process, what it has imported, and its engine: importing costs more than most of their tests. Those
 * of others do not: src/ sets up luxon as it wants it, which judges, sandbox and page must not depend on.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/harness/engine.ts'],
    projects: [
      {
        test: {
          name: 'features',
          include: values,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      {
        // One at a time: here gaps and leases of a few milliseconds are measured.
        test: {
          name: 'platform',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: [...values, ...withNock],
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          ...patience,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['{sandbox,test,bench}/**/*.test.{ts,tsx}', ...withNock],
          maxWorkers: 2,
          // Two stories live side by side, because each waits for the engine half of its time.
          maxConcurrency: 2,
          sequence: { groupOrder: 3 },
          ...patience,
        },
      },
    ],
  },
});
