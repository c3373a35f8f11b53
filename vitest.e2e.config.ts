import { defineConfig } from 'vitest/config';

/** Tests in a browser. Each test has its own company, database and browser context; files run side by side. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts', 'sandbox/web/**/*.e2e.ts'],
    globalSetup: ['test/harness/engine.ts', 'test/e2e/stage/prepare.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
