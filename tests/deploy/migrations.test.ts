import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../server/platform/db/connect.ts'
import { workLimits } from '../../server/platform/db/limits.ts'
import { migrate, readMigrations } from '../../server/platform/db/migrate.ts'
import { runCommand, startProcess } from '../server-process.ts'
import { type Cluster, startCluster, withoutPostgres } from '../serving/postgres.ts'

const roles = fileURLToPath(new URL('../../deploy/postgres/roles.sql', import.meta.url))
const names = readMigrations().map((one) => one.name)

let folder: string
let cluster: Cluster

/** The address of a database of the cluster for one of its roles. */
const urlOf = (database: string, role = 'postgres') =>
  cluster.url.replace('postgres@', `${role}@`).replace(/\/postgres$/, `/${database}`)

function settings(database: string, role?: string): Record<string, string> {
  return { BM23_DATA_DIR: folder, BM23_DATABASE_URL: urlOf(database, role), BM23_DATABASE_POOL: '3' }
}

async function connect(database: string, role?: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf(database, role) })
  await client.connect()
  return client
}

describe.skipIf(withoutPostgres)(`migrations on a server${withoutPostgres ? `: ${withoutPostgres}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-migrations-'))
    cluster = await startCluster()
    for (const name of ['together', 'bm23']) await cluster.query(`create database ${name}`)
  })
  afterAll(() => {
    cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are applied once by processes that start at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => runCommand(['migrate'], settings('together'))))
    expect(all.map((one) => [one.code, one.err])).toEqual(Array(4).fill([0, '']))
    const applied = all.flatMap((one) => [...one.out.matchAll(/^applied (\S+)$/gm)].map((match) => match[1]))
    expect(applied).toEqual(names)
    // and the processes that follow, at the same moment too, find everything made
    const servers = await Promise.all([1, 2].map(() => startProcess(['serve'], settings('together'))))
    for (const one of servers) expect((await fetch(`${one.url}/health/ready`)).status).toBe(200)
    expect(await Promise.all(servers.map((one) => one.end('SIGTERM')))).toEqual([0, 0])
  })

  it('give way to those who work, and are applied when the table is free', async () => {
    const database = openPostgres({ url: urlOf('together'), max: 2, limits: workLimits })
    const [report, reader] = [await connect('together'), await connect('together')]
    try {
      await report.query('begin; select count(*) from accounts')
      const one = { name: '9999-wide.sql', sql: 'alter table accounts add column wide int', checksum: 'x' }
      const applied = migrate(database.db, [...readMigrations(), one])
      const waits: number[] = []
      for (const end = Date.now() + 4_000; Date.now() < end; ) {
        const start = performance.now()
        await reader.query('select count(*) from accounts')
        waits.push(performance.now() - start)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      // it did stand in the way, and never for long
      expect(Math.max(...waits)).toBeGreaterThan(300)
      expect(Math.max(...waits)).toBeLessThan(1_000)
      await report.query('commit')
      expect(await applied).toEqual(['9999-wide.sql'])
      await report.query("alter table accounts drop column wide; delete from migrations where name = '9999-wide.sql'")
    } finally {
      await Promise.all([report.end(), reader.end()])
      await database.close()
    }
  })

  it('that were changed after they were applied are refused, and named', async () => {
    const client = await connect('together')
    try {
      await client.query("update migrations set checksum = 'other' where name = $1", [names[0]])
      const refused = await runCommand(['migrate'], settings('together'))
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(names[0] ?? '')])
      const status = await runCommand(['migrate', '--status'], settings('together'))
      expect([status.code, status.out]).toEqual([1, expect.stringContaining(`changed  ${names[0]}`)])
      expect((await runCommand(['serve'], settings('together'))).code).toBe(2)
    } finally {
      await client.end()
    }
  })

  it('need an owner, and the program does not', async () => {
    const superuser = await connect('bm23')
    await superuser.query(readFileSync(roles, 'utf8'))
    await superuser.end()
    const migrated = await runCommand(['migrate'], settings('bm23', 'bm23_owner'))
    expect([migrated.code, migrated.err]).toEqual([0, ''])
    const program = settings('bm23', 'bm23_app')
    const admin = await runCommand(['create-admin', '--login', 'dean'], program, 'nobody guesses this\n')
    expect([admin.code, admin.err]).toEqual([0, ''])
    const server = await startProcess(['serve'], program)
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ login: 'dean', password: 'nobody guesses this' })
    expect((await fetch(`${server.url}/api/v1/session`, { method: 'POST', headers, body })).status).toBe(201)
    expect(await server.end('SIGTERM')).toBe(0)
    expect(server.output()).not.toMatch(/permission denied/)
    const client = await connect('bm23', 'bm23_app')
    try {
      for (const statement of [
        'drop table accounts',
        'create table mine (x int)',
        'create schema mine',
        'alter table events disable trigger all',
        'truncate events',
        'delete from events',
        'update events set name = name',
        "copy (select 1) to program 'true'",
      ]) {
        await expect(client.query(statement), statement).rejects.toThrow()
      }
    } finally {
      await client.end()
    }
  })
})
