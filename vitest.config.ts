import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,sandbox,test,bench}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/harness/engine.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
