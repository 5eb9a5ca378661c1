import { createPlatform, openDatabase, systemCtx } from '../app.ts'
import { readConfig } from '../platform/config.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Database } from '../platform/db/connect.ts'
import { migrate, migrationStates } from '../platform/db/migrate.ts'

/** Runs a command on the configured database, and closes it whatever happens. */
export async function withDatabase<T>(run: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig(process.env))
  try {
    return await run(database)
  } finally {
    await database.close()
  }
}

/** Like `withDatabase`, with everything a use case needs; the database must be migrated (the embedded one is). */
export async function withCtx<T>(run: (ctx: Ctx) => Promise<T>): Promise<T> {
  return await withDatabase(async (database) => {
    await prepare(database)
    return await run(systemCtx(await createPlatform(readConfig(process.env), database)))
  })
}

/** The embedded database is migrated without asking; on a server that is an operator's step of its own. */
export async function prepare(database: Database): Promise<void> {
  if (database.kind === 'embedded') {
    await migrate(database.db)
    return
  }
  const states = await migrationStates(database.db)
  if (states.some((one) => one.state !== 'applied')) {
    throw new Error('The database is not at this release: run `bm23 migrate` first (bm23 migrate --status tells more).')
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
