import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Stories in a real browser against a real server: one after the other, and slow.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    name: 'stories',
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
