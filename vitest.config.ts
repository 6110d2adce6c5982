import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    env: { WRANGLER_LOG: 'error' },
    include: ['test/**/*.test.ts'],
    // One process loads wrangler once. Nothing is shared by it: every file sets a stage of its own.
    isolate: false,
    // Stories wait for the runtime more than they compute.
    maxWorkers: 4,
    // No test is about time; a busy machine may take its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
    setupFiles: ['test/support/no-leaks.ts', 'test/support/same-cases.ts'],
    globalSetup: 'test/support/bundle.ts',
  },
});
