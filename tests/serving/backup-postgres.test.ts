import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programOf } from '../../server/platform/backup/programs.ts'
import { runCommand, startProcess } from '../server-process.ts'
import { type Cluster, startCluster, withoutPostgres } from './postgres.ts'

let root: string
let cluster: Cluster
let env: Record<string, string>

const urlOf = (name: string, login = 'clerk:geheim%20%26%20lang') => {
  const url = new URL(cluster.url)
  return `postgres://${login}@${url.host}/${name}`
}
const query = (text: string) => execFileSync(programOf('psql'), [urlOf('office'), '-Atc', text], { encoding: 'utf8' })
const backups = () => readdirSync(join(root, 'backups')).sort()
/** All of a database as text. What was noted about backups is left out: it is written after the dump. */
function dump(name: string): string {
  const program = programOf('pg_dump')
  const stable = execFileSync(program, ['--help'], { encoding: 'utf8' }).includes('restrict-key')
  const options = ['--exclude-table-data=operations', ...(stable ? ['--restrict-key=same'] : [])]
  return execFileSync(program, [...options, urlOf(name)], { encoding: 'utf8', maxBuffer: 1e9 })
}
/** Which operations succeeded, and which failed. */
const noted = `select name, succeeded_at is not null, failed_at is not null from operations where name <> 'heartbeat' order by 1`
function store(size: number): void {
  const content = randomBytes(size)
  const hash = createHash('sha256').update(content).digest('hex')
  const place = join(root, 'data', 'files', hash.slice(0, 2))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, hash), content)
}

describe.skipIf(withoutPostgres)(`backups of PostgreSQL${withoutPostgres ? `: ${withoutPostgres}` : ''}`, () => {
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'bm23-backup-pg-'))
    cluster = await startCluster()
    await cluster.query("create role clerk login password 'geheim & lang'")
    for (const name of ['office', 'empty', 'scratch']) await cluster.query(`create database ${name} owner clerk`)
    env = {
      BM23_DATABASE_URL: urlOf('office'),
      BM23_DATA_DIR: join(root, 'data'),
      BM23_BACKUP_DIR: join(root, 'backups'),
      BM23_BACKUP_KEY: `1:${randomBytes(32).toString('base64')}`,
      BM23_LOG_LEVEL: 'fatal',
    }
    mkdirSync(join(root, 'data'))
    expect((await runCommand(['migrate'], env)).code).toBe(0)
    query(
      `insert into accounts (display_name, login) select 'ນາງ ' || n || e'\\t\\\\', 'a' || n from generate_series(1, 20000) n`,
    )
    for (const size of [1, 65_536, 3_000_000]) store(size)
  })
  afterAll(() => {
    cluster?.close()
    rmSync(root, { recursive: true, force: true })
  })

  it('come back byte by byte, by one command, into an empty place', async () => {
    const before = dump('office')
    const made = await runCommand(['backup'], env)
    expect([made.code, made.err]).toEqual([0, ''])
    const file = join(root, 'backups', backups()[0] ?? '')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const whole = await runCommand(['backup', 'verify', file], env)
    expect([whole.code, whole.out]).toEqual([0, expect.stringContaining('20')])
    const target = join(root, 'elsewhere')
    const restored = await runCommand(['restore', file, '--into', target], {
      ...env,
      BM23_DATABASE_URL: urlOf('empty'),
    })
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(dump('empty')).toBe(before)
    execFileSync('diff', ['-r', join(root, 'data', 'files'), join(target, 'files')])
    const again = await runCommand(['restore', file, '--into', join(root, 'third')], env)
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('The database is not empty')])
  })

  it('are proven by restoring them: on a server of the drill’s own, or in the database that was given', async () => {
    const own = await runCommand(['backup', 'drill'], env)
    expect([own.code, own.out]).toEqual([0, expect.stringContaining('every file as they were')])
    const scratch = { ...env, BM23_DRILL_DATABASE_URL: urlOf('scratch') }
    expect((await runCommand(['backup', 'drill'], scratch)).code).toBe(0)
    // emptied again, so it may be used again
    expect((await runCommand(['backup', 'drill'], scratch)).code).toBe(0)
    const wrong = await runCommand(['backup', 'drill'], { ...env, BM23_DRILL_DATABASE_URL: urlOf('office') })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('is not empty')])
    expect(dump('office')).toContain('CREATE TABLE public.accounts')
    expect(query(noted)).toBe('backup|t|f\ndrill|t|t\n')
    expect(readdirSync(join(root, 'data'))).toEqual(['files'])
  })

  it('leave nothing that counts when the process is killed in the middle', async () => {
    store(80_000_000)
    const before = backups()
    const child = spawn(process.execPath, ['bin/bm23.js', 'backup'], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { ...process.env, ...env },
      stdio: 'ignore',
    })
    const half = () => backups().find((name) => name.endsWith('.part'))
    const begun = () => statSync(join(root, 'backups', half() ?? '')).size
    await expect.poll(begun, { timeout: 20_000, interval: 5 }).toBeGreaterThan(5_000_000)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(half()).toBeDefined()
    const listed = await runCommand(['backup', 'list'], env)
    expect(listed.out.trim().split('\n')).toHaveLength(before.length)
    expect((await runCommand(['backup'], env)).code).toBe(0)
    expect(backups().filter((name) => name.endsWith('.backup'))).toHaveLength(before.length + 1)
  })

  it('are made by the worker, in the timezone of the faculty', async () => {
    const count = backups().length
    query(`insert into years (name, starts_on, ends_on, status, timezone)
      values ('2026-2027', '2026-09-01', '2027-06-30', 'active', 'Asia/Tokyo')`)
    const worker = await startProcess(['worker'], { ...env, BM23_BACKUP_HOUR: '4' }, /works on jobs/)
    try {
      expect(query(`select name, cron, timezone from jobs.schedule where name in ('backup', 'drill') order by 1`)).toBe(
        'backup|0 4 * * *|Asia/Tokyo\ndrill|0 5 * * 0|Asia/Tokyo\n',
      )
      query(`insert into jobs.job (name, data) values ('backup', '{}')`)
      await expect.poll(() => backups().length, { timeout: 30_000 }).toBeGreaterThan(count)
      await expect
        .poll(() => query(`select count(*) from operations where name = 'heartbeat'`), { timeout: 20_000 })
        .toBe('1\n')
    } finally {
      expect(await worker.end('SIGTERM')).toBe(0)
    }
  }, 120_000)
})
