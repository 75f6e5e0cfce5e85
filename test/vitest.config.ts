import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'fixtures/**/*.test.ts'],
    // They measure time and want the machine for themselves: a run of their own, after this one.
    exclude: ['**/*.quiet.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    // A green run that ran nothing is the disease this project is against.
    passWithNoTests: false,
    allowOnly: false,
  },
})
