import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Situation } from '../../../server/commands/checks/check.ts'
import { type Edges, judge, readSituation } from '../../../server/commands/checks/checks.ts'
import { type HostFacts, readProgram } from '../../../server/commands/checks/facts/host.ts'

/** A check, and one way to break a good installation by which that check fires and no other. */
export interface Case<S> {
  readonly id: string
  readonly env?: (stage: S) => Record<string, string | undefined>
  /** Breaks something; what it returns mends it. */
  readonly breaks?: (stage: S) => Promise<unknown> | unknown
  readonly mends?: (stage: S) => Promise<unknown> | unknown
  /** What no test can have for real: another machine, another version, a disk that is full. */
  readonly facts?: (situation: Situation) => Situation
}

export interface Stage {
  readonly root: string
  readonly data: string
  readonly backups: string
  readonly program: string
  readonly env: Record<string, string>
  host: Partial<HostFacts>
  envFile: string | null
  readonly edges: Edges
  close(): void
}

export const roomy = { free: 50e9, size: 100e9, freeFiles: 5e6, files: 10e6 }
const key = (version: number) => `${version}:${randomBytes(32).toString('base64')}`
const repository = fileURLToPath(new URL('../../../', import.meta.url))
const memoryDisk = existsSync('/dev/shm') ? '/dev/shm' : null

function goodHost(program: string): HostFacts {
  return {
    ...{ node: '24.11.0', umask: 0o077, memory: 2e9, openFiles: 65_536, languages: ['lo', 'th', 'en'] },
    ...{ uid: 4_711, synchronised: true, envFile: null },
    program: readProgram(program),
  }
}

/** A good installation in folders of its own; what it is asked with comes from `edges`. */
export function openStage(open: Edges['open']): Stage {
  // not in a temporary folder, which a check would find; the repository itself may be in one
  const lasting = /^\/(tmp|var\/tmp|dev\/shm|run)\//.test(repository) ? homedir() : join(repository, 'node_modules')
  const cache = join(lasting, '.cache/bm23')
  mkdirSync(cache, { recursive: true })
  const root = mkdtempSync(join(cache, 'check-'))
  const [data, program] = [join(root, 'data'), join(root, 'program')]
  const elsewhere = mkdtempSync(join(memoryDisk ?? tmpdir(), 'bm23-check-'))
  const backups = join(elsewhere, 'backups')
  mkdirSync(join(data, 'files/tmp'), { recursive: true, mode: 0o700 })
  mkdirSync(backups, { mode: 0o700 })
  writeFileSync(join(backups, 'bm23-20270101T020000Z.backup'), 'x')
  mkdirSync(join(program, 'dist/web/assets'), { recursive: true })
  writeFileSync(join(program, 'dist/web/assets/main.js'), '')
  writeFileSync(join(program, 'dist/web/index.html'), '<script src="/assets/main.js"></script>')
  const stage: Stage = {
    ...{ root, data, backups, program },
    env: {
      ...{ NODE_ENV: 'production', PATH: process.env.PATH ?? '', BM23_LOG_LEVEL: 'info' },
      ...{ BM23_PUBLIC_URL: 'https://bm23.test', BM23_TRUSTED_PROXIES: '127.0.0.1', BM23_DATA_DIR: data },
      BM23_DATABASE_URL: 'postgres://bm23@127.0.0.1/bm23',
      ...{ BM23_SECRET_KEYS: key(1), BM23_BACKUP_KEY: key(1), BM23_BACKUP_DIR: backups },
    },
    host: {},
    envFile: null,
    edges: {
      open,
      host: async () => ({ ...goodHost(program), ...stage.host }),
      now: () => new Date('2027-01-01T12:00:00Z'),
      route: { to: (host, port) => ({ host, port }) },
    },
    close: () => {
      rmSync(root, { recursive: true, force: true })
      rmSync(elsewhere, { recursive: true, force: true })
    },
  }
  return stage
}

/** The folders belong to whoever runs the tests, and their disks have room. */
function settled(situation: Situation): Situation {
  const { storage, backups } = situation
  const owner = situation.host.uid
  const store = storage?.folder ? { ...storage.folder, owner, disk: roomy } : null
  const kept = backups?.folder ? { ...backups.folder, disk: roomy, ...(memoryDisk ? {} : { device: -1 }) } : null
  return {
    ...situation,
    storage: storage ? { ...storage, folder: store } : null,
    backups: backups ? { ...backups, folder: kept } : null,
  }
}

/** The ids of the checks that fire. */
export async function firing<S extends Stage>(stage: S, one: Omit<Case<S>, 'id'>, deploy = false): Promise<string[]> {
  try {
    await one.breaks?.(stage)
    const env = Object.fromEntries(
      Object.entries({ ...stage.env, ...one.env?.(stage) }).filter(([, value]) => value !== undefined),
    )
    const read = await readSituation({ env, envFile: stage.envFile, deploy }, stage.edges)
    const situation = settled(read)
    const results = judge(one.facts ? one.facts(situation) : situation, true)
    return results.filter(({ state }) => state === 'found').map(({ id }) => id)
  } finally {
    await one.mends?.(stage)
  }
}
