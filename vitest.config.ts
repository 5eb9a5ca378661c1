import { defineConfig } from 'vitest/config'

const common = { environment: 'node' as const, restoreMocks: true, unstubEnvs: true }

// Three projects, so that each can be run alone: npm test -- --project unit
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{contract,server,web}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      {
        // Through HTTP and SQL on a real database: PGlite, or PostgreSQL when TEST_DATABASE_URL is set.
        test: {
          ...common,
          name: 'db',
          sequence: { groupOrder: 1 },
          include: [
            'server/**/*.db.test.ts',
            'tests/{contract,permissions,migrations,cli,concurrency,serving,observability}/**/*.test.ts',
          ],
          globalSetup: ['tests/global-setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The whole installation: nginx, PostgreSQL, Redis and processes of their own, whatever the rest runs on.
        test: {
          ...common,
          name: 'deploy',
          sequence: { groupOrder: 2 },
          include: ['tests/deploy/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...common,
          name: 'architecture',
          sequence: { groupOrder: 3 },
          include: ['tests/architecture/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
})
