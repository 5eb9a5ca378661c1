import { closeSync, existsSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { PostgresPool, PostgresPoolClient } from 'kysely'

type Parsers = Record<number, (text: string) => unknown>

/** Longest wait for the single connection, in milliseconds. Code that steps outside its transaction meets it. */
const patience = 20_000

/** A second process found the data folder in use. */
export class DatabaseInUse extends Error {
  constructor(folder: string, pid: string) {
    super(`The embedded database in ${folder} is in use by process ${pid}. One process at a time: stop it first.`)
  }
}

function lock(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'bm23.lock')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => existsSync(path) && unlinkSync(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const pid = readFileSync(path, 'utf8')
      if (isRunning(Number(pid))) throw new DatabaseInUse(folder, pid)
      unlinkSync(path) // left behind by a process that was killed
    }
  }
  throw new DatabaseInUse(folder, '?')
}

function isRunning(pid: number): boolean {
  if (!pid || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** One connection, handed out in the order it is asked for. */
class Turnstile {
  #waiting: Array<() => void> = []
  #busy = false

  async enter(): Promise<() => void> {
    if (this.#busy) {
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(() => {
          this.#waiting = this.#waiting.filter((other) => other !== go)
          reject(new Error('The embedded database did not become free: a query outside the running transaction?'))
        }, patience)
        this.#waiting.push(go)
      })
    }
    this.#busy = true
    return () => {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#busy = false
    }
  }
}

/** PostgreSQL in this process (WebAssembly), behind the same pool interface as a server. */
export async function openEmbedded(folder: string | null, parsers: Parsers, snapshot?: Blob) {
  const unlock = folder === null ? () => undefined : lock(folder)
  const engine = await PGlite.create({
    ...(folder === null ? {} : { dataDir: join(folder, 'database') }),
    ...(snapshot ? { loadDataDir: snapshot } : {}),
    extensions: { btree_gist, pg_trgm },
    parsers,
  })
  await engine.exec("set timezone = 'UTC'")
  const turnstile = new Turnstile()

  const run = async (text: string, values: readonly unknown[] = []) => {
    if (values.length === 0) {
      const results = await engine.exec(text)
      const last = results.at(-1)
      return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0, command: 'SELECT' as const }
    }
    const result = await engine.query(text, values as unknown[])
    return { rows: result.rows, rowCount: result.affectedRows ?? 0, command: 'UPDATE' as const }
  }

  const close = async () => {
    await engine.close()
    unlock()
  }
  const pool = {
    end: close,
    async connect() {
      const leave = await turnstile.enter()
      return { query: run, release: leave } as unknown as PostgresPoolClient
    },
  } satisfies PostgresPool

  const execute = async (text: string, values?: unknown[]) => {
    const leave = await turnstile.enter()
    try {
      return await run(text, values)
    } finally {
      leave()
    }
  }
  const listen = (channel: string, heard: (payload: string) => void) => engine.listen(channel, heard)
  return { pool, execute, close, listen, dump: () => engine.dumpDataDir('none') }
}
