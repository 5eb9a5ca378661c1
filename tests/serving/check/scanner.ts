import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { TestClamd } from '../clamd.ts'
import { freePort } from '../postgres.ts'
import type { PlainStage } from './plain.ts'
import type { Case } from './stage.ts'

export interface ScannerStage extends PlainStage {
  readonly clamd: TestClamd
}

/** Nobody listens there. */
const closedPort = await freePort()

export const scannerCases: readonly Case<ScannerStage>[] = [
  { id: 'scanner.reachable', env: () => ({ BM23_CLAMD_URL: `tcp://127.0.0.1:${closedPort}` }) },
  {
    // the signature of the tests is its own, and has no date
    id: 'scanner.signatures',
    facts: (s) => ({ ...s, scanner: s.scanner ? { ...s.scanner, signedAt: new Date('2026-12-01') } : null }),
  },
  {
    id: 'scanner.waiting',
    breaks: async ({ database, data }) => {
      mkdirSync(`${data}/files/bb`)
      writeFileSync(`${data}/files/bb/${'b'.repeat(64)}`, 'x')
      await database.execute('begin')
      await database.execute(
        `insert into files (sha256, size, media_type, name, uploaded_by, scan, created_at)
         values (repeat('b', 64), 1, 'application/pdf', 'b.pdf', gen_random_uuid(), 'waiting', now() - interval '2 hours')`,
      )
    },
    mends: async ({ database, data }) => {
      await database.execute('rollback')
      rmSync(`${data}/files/bb`, { recursive: true })
    },
  },
]
