import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Ear } from '../server/platform/db/changes.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from '../server/platform/db/connect.ts'
import { openEmbedded } from '../server/platform/db/embedded.ts'
import { migrate, readMigrations } from '../server/platform/db/migrate.ts'

const cache = fileURLToPath(new URL('../node_modules/.cache/bm23/', import.meta.url))
export let postgresUrl = process.env.TEST_DATABASE_URL

/** For a program that starts a server of its own for its tests. */
export function setTestDatabase(url: string): void {
  postgresUrl = url
}

const state = createHash('sha256')
  .update(
    readMigrations()
      .map((one) => `${one.name} ${one.checksum}`)
      .join(),
  )
  .digest('hex')
  .slice(0, 12)
const snapshot = `${cache}migrated-${state}.tar`
const template = `bm23_template_${state}`

function urlOf(name: string): string {
  const url = new URL(postgresUrl as string)
  url.pathname = `/${name}`
  return url.href
}

async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    for (const one of statements) await client.query(one)
  } finally {
    await client.end()
  }
}

/** Makes the migrated database that every test file copies: a template on a server, a snapshot when embedded. */
export async function prepareDatabase(): Promise<() => Promise<void>> {
  if (postgresUrl) {
    await administer(`drop database if exists ${template}`, `create database ${template}`)
    const database = openPostgres({ url: urlOf(template), max: 1 })
    await migrate(database.db)
    await database.close()
    return () => administer(`drop database if exists ${template}`)
  }
  if (!existsSync(snapshot)) {
    mkdirSync(cache, { recursive: true })
    const { parsers } = await import('../server/platform/db/connect.ts')
    const engine = await openEmbedded(null, parsers)
    const { Kysely, PostgresDialect } = await import('kysely')
    await migrate(new Kysely({ dialect: new PostgresDialect({ pool: engine.pool }) }))
    const bytes = Buffer.from(await (await engine.dump()).arrayBuffer())
    await engine.close()
    writeFileSync(`${snapshot}.part`, bytes)
    renameSync(`${snapshot}.part`, snapshot)
  }
  return async () => undefined
}

/** A migrated database of one's own; `close` removes it. */
export async function openTestDatabase(ear?: Ear): Promise<Database & { url: string | null }> {
  if (!postgresUrl) return { ...(await openEmbeddedDatabase(null, await openAsBlob(snapshot), ear)), url: null }
  const name = `bm23_test_${randomBytes(8).toString('hex')}`
  await administer(`create database ${name} template ${template}`)
  const url = urlOf(name)
  const database = openPostgres({ url, max: 20, ear })
  return {
    ...database,
    url,
    close: async () => {
      await database.close()
      await administer(`drop database if exists ${name} with (force)`)
    },
  }
}
