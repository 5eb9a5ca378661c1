import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAccount } from '../../server/accounts/accounts.ts'
import { createPlatform, systemCtx, version } from '../../server/app.ts'
import { verifyRecord } from '../../server/platform/audit/verify.ts'
import { makeBackup } from '../../server/platform/backup/operate.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Ctx } from '../../server/platform/ctx.ts'
import { openEmbeddedDatabase } from '../../server/platform/db/connect.ts'
import { migrate } from '../../server/platform/db/migrate.ts'
import { eraseAgain } from '../../server/privacy/erase/again.ts'
import { erasePerson } from '../../server/privacy/erase/erase.ts'
import { runCommand } from '../server-process.ts'

// The embedded database on disk, whatever the rest of the suite runs on.
let root: string
const key = `1:${randomBytes(32).toString('base64')}`
const env = (name: string) => ({
  BM23_DATA_DIR: join(root, name),
  BM23_DATABASE_URL: '',
  BM23_BACKUP_DIR: join(root, 'backups'),
  BM23_BACKUP_KEY: key,
  BM23_LOG_LEVEL: 'silent',
})

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bm23-erasures-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function within<T>(name: string, run: (ctx: Ctx, backup: () => Promise<unknown>) => Promise<T>): Promise<T> {
  const config = readConfig(env(name))
  const database = await openEmbeddedDatabase(config.dataDir)
  try {
    await migrate(database.db)
    const platform = await createPlatform(config, database)
    return await run(systemCtx(platform), () => makeBackup(platform, database, version))
  } finally {
    await database.close()
  }
}

it('a backup that is older than an erasure is restored without the person', async () => {
  const leaver = await within('first', async (ctx, backup) => {
    const person = { displayName: 'Khamla Leaver', login: 'leaver', role: 'advisor' } as const
    const id = await ctx.db.transaction().execute((tx) => createAccount(tx, ctx, person))
    await backup()
    await erasePerson(ctx, id, { confirmation: 'Khamla Leaver', reason: 'Asked for it' })
    return id
  })
  const list = readFileSync(join(root, 'backups', 'erasures.log'), 'utf8')
  expect(list).toMatch(new RegExp(`^\\S+ ${leaver}\\n$`))

  const name = readdirSync(join(root, 'backups')).find((one) => one.endsWith('.backup')) ?? ''
  const restored = await runCommand(['restore', join(root, 'backups', name)], env('second'))
  expect([restored.code, restored.err]).toEqual([0, ''])
  expect(restored.out).toContain('Erased 1 people again')
  await within('second', async (ctx) => {
    const people = await ctx.db.selectFrom('accounts').select(['display_name', 'login']).execute()
    expect(people).toEqual([{ display_name: expect.stringMatching(/^\(erased [0-9a-f]{8}\)$/), login: null }])
    expect(await verifyRecord(ctx.db, [])).toMatchObject({ events: 2, erased: 1, findings: [] })
    expect(await eraseAgain(ctx, [join(root, 'backups')])).toEqual({ listed: 1, erased: 0 })
  })
})
