import { defineConfig } from 'vitest/config';

const patience = { testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };
const speed = 'test/e2e/speed.e2e.ts';

/** Tests in a browser. Each test has its own company, database and browser context; files run side by side. */
export default defineConfig({
  test: {
    globalSetup: ['test/harness/engine.ts', 'test/e2e/stage/prepare.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'stories',
          include: ['test/e2e/**/*.e2e.ts', 'sandbox/web/**/*.e2e.ts'],
          exclude: [speed],
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      // After all others, because what runs beside it would be measured, too.
      { test: { name: 'speed', include: [speed], sequence: { groupOrder: 2 }, ...patience } },
    ],
  },
});
