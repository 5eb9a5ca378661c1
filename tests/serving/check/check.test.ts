import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '../../../server/accounts/passwords.ts'
import { createPlatform, openDatabase } from '../../../server/app.ts'
import { refuseStart } from '../../../server/commands/checks/checks.ts'
import { readHost } from '../../../server/commands/checks/facts/host.ts'
import { checks } from '../../../server/commands/checks/list.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { openEmbeddedDatabase } from '../../../server/platform/db/connect.ts'
import { migrate } from '../../../server/platform/db/migrate.ts'
import { startJobs } from '../../../server/platform/jobs/jobs.ts'
import { startProvider } from '../../providers/real.ts'
import { startBucket } from '../bucket.ts'
import { startClamd, withoutClamd } from '../clamd.ts'
import { startCluster, withoutPostgres } from '../postgres.ts'
import { startRedis, withoutRedis } from '../redis.ts'
import { type BucketStage, bucketCases } from './bucket.ts'
import { type PlainStage, plainCases } from './plain.ts'
import { type ProviderStage, providerCases } from './provider.ts'
import { type RedisStage, redisCases } from './redis.ts'
import { type ScannerStage, scannerCases } from './scanner.ts'
import { addressOf, administer, prepareDatabase, type ServerStage, serverCases } from './server.ts'
import { firing, openStage } from './stage.ts'
import { openFront, type WebStage, webCases, withoutOpenssl } from './web.ts'

let plain: PlainStage

beforeAll(async () => {
  const database = await openEmbeddedDatabase(null)
  await migrate(database.db)
  await database.execute(
    `insert into accounts (display_name, login, roles, status, password_hash, last_sign_in_at)
     values ('boss', 'boss', array['admin'], 'active', $1, '2026-12-31')`,
    [await hashPassword('nobody guesses this')],
  )
  await database.execute(
    `insert into operations (name, succeeded_at) values
     ('heartbeat', '2027-01-01 11:58Z'), ('backup', '2027-01-01 02:00Z'), ('drill', '2026-12-28')`,
  )
  const jobs = [{ name: 'housekeeping', run: async () => undefined }]
  const folder = mkdtempSync(join(tmpdir(), 'bm23-check-queue-'))
  const config = readConfig({ BM23_LOG_LEVEL: 'silent', BM23_DATA_DIR: folder })
  const { log, observe } = await createPlatform(config, database)
  rmSync(folder, { recursive: true })
  const queue = await startJobs({ database, log, observe, jobs, work: false, timezone: 'Asia/Vientiane' })
  await queue.stop()
  plain = Object.assign(
    openStage(async () => ({ ...database, close: async () => undefined })),
    { database },
  )
})
afterAll(async () => {
  await plain?.database.close()
  plain?.close()
})

describe('a good installation', () => {
  it('fires nothing', async () => {
    expect(await firing(plain, {})).toEqual([])
  })

  it('is one of which each check has a broken counterpart, and no other', () => {
    const started = [...serverCases, ...redisCases, ...bucketCases, ...scannerCases, ...providerCases, ...webCases]
    const proved = [...plainCases, ...started].map(({ id }) => id)
    const ids = checks.map(({ id }) => id)
    expect(proved.toSorted()).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(60)
  })

  it('is described by its machine', async () => {
    const facts = await readHost(null)
    expect(facts).toMatchObject({ node: process.versions.node, languages: ['lo', 'th', 'en'], umask: process.umask() })
    expect(facts.memory).toBeGreaterThan(100e6)
  })
})

describe('a broken installation fires exactly', () => {
  it.each(plainCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(plain, one)).toEqual([id])
  })
})

describe('production', () => {
  const start = checks.filter((one) => one.start).map(({ id }) => id)
  const broken = plainCases.filter((one) => start.includes(one.id) && one.env)

  it('starts with a good configuration', () => {
    expect(() => refuseStart(plain.env)).not.toThrow()
  })
  it.each(broken.map((one) => [one.id, one] as const))('does not start with %s', (id, one) => {
    expect(() => refuseStart({ ...plain.env, ...one.env?.(plain) })).toThrow(`${id}: `)
    expect(() => refuseStart({ ...plain.env, ...one.env?.(plain), NODE_ENV: 'development' })).not.toThrow()
  })
  it('does not start with redis.tls, bucket.tls and oidc.tls', () => {
    const redis = { ...plain.env, BM23_REDIS_URL: 'redis://redis.example.edu' }
    expect(() => refuseStart(redis)).toThrow('redis.tls: ')
    const bucket = { ...plain.env, BM23_FILES_URL: 'http://s3.example.edu/bm23', BM23_FILES_KEY: 'a:b' }
    expect(() => refuseStart(bucket)).toThrow('bucket.tls: ')
    const id = { BM23_OIDC_CLIENT_ID: 'a', BM23_OIDC_CLIENT_SECRET: 'b' }
    const provider = { ...plain.env, ...id, BM23_OIDC_ISSUER: 'http://id.example.edu' }
    expect(() => refuseStart(provider)).toThrow('oidc.tls: ')
    const elsewhere = ['redis.tls', 'bucket.tls', 'oidc.tls']
    expect([...broken.map((one) => one.id), ...elsewhere].toSorted()).toEqual(start.toSorted())
  })
})

describe.skipIf(withoutPostgres)(`on PostgreSQL, exactly${withoutPostgres ? `: ${withoutPostgres}` : ''}`, () => {
  let stage: ServerStage
  beforeAll(async () => {
    const [cluster, careless] = [await startCluster({ fsync: '' }, '-k'), await startCluster({ fsync: '' })]
    for (const one of [cluster, careless]) {
      await administer(one, 'postgres', 'create role clerk login')
      await prepareDatabase(one, 'office')
    }
    await prepareDatabase(cluster, 'bytes', "template template0 encoding SQL_ASCII lc_collate 'C' lc_ctype 'C'")
    stage = Object.assign(openStage(openDatabase), { cluster, careless })
    stage.env.BM23_DATABASE_URL = addressOf(cluster, 'office')
  })
  afterAll(() => {
    stage?.cluster.close()
    stage?.careless.close()
    stage?.close()
  })

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {})).toEqual([])
  })
  it.each(serverCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one)).toEqual([id])
  })
})

describe.skipIf(withoutRedis)(`on Redis, exactly${withoutRedis ? `: ${withoutRedis}` : ''}`, () => {
  let stage: RedisStage
  beforeAll(async () => {
    const redis = await startRedis()
    await redis.command('CONFIG', 'SET', 'maxmemory', '64mb')
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl')
    stage = { ...plain, env: { ...plain.env, BM23_REDIS_URL: redis.url }, redis }
  })
  afterAll(() => stage?.redis.close())

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {})).toEqual([])
  })
  it.each(redisCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one)).toEqual([id])
  })
})

describe('with files in a bucket, exactly', () => {
  let stage: BucketStage
  beforeAll(async () => {
    const bucket = await startBucket()
    stage = { ...plain, env: { ...plain.env, ...bucket.env }, bucket }
  })
  afterAll(() => stage?.bucket.close())

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {})).toEqual([])
    expect(stage.bucket.seen.some((one) => one.startsWith('DELETE /faculty/check-'))).toBe(true)
  })
  it.each(bucketCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one)).toEqual([id])
  })
})

describe('with single sign-on, exactly', () => {
  let stage: ProviderStage
  beforeAll(async () => {
    const provider = await startProvider('https://bm23.test')
    stage = { ...plain, env: { ...plain.env, ...provider.env }, provider }
  })
  afterAll(() => stage?.provider.close())

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {})).toEqual([])
  })
  it.each(providerCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one)).toEqual([id])
  })
})

describe.skipIf(withoutClamd)(`with a scanner, exactly${withoutClamd ? `: ${withoutClamd}` : ''}`, () => {
  let stage: ScannerStage
  beforeAll(async () => {
    const clamd = await startClamd()
    stage = { ...plain, env: { ...plain.env, BM23_CLAMD_URL: clamd.url }, clamd }
  })
  afterAll(() => stage?.clamd.close())

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {})).toEqual([])
  })
  it.each(scannerCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one)).toEqual([id])
  })
})

describe.skipIf(withoutOpenssl)(`at the public address, exactly${withoutOpenssl ? `: ${withoutOpenssl}` : ''}`, () => {
  let stage: WebStage
  beforeAll(async () => {
    const front = await openFront()
    stage = { ...plain, front }
    const to = (host: string, port: number) => {
      if (host === 'gone.test') return { host: '127.0.0.1', port: 1 }
      return { host: '127.0.0.1', port: port === 80 ? stage.front.plainPort : stage.front.port }
    }
    const route = {
      to,
      get ca() {
        return stage.front.certificate
      },
    }
    stage = { ...stage, edges: { ...plain.edges, route } }
  })
  afterAll(() => stage?.front.close())

  it('nothing, when it is good', async () => {
    expect(await firing(stage, {}, true)).toEqual([])
  })
  it.each(webCases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    expect(await firing(stage, one, true)).toEqual([id])
  })
})
