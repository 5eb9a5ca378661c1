import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { BackupError } from './cipher.ts'

const debian = '/usr/lib/postgresql'

/** The folders with programs of PostgreSQL, the newest version first: Debian keeps them out of the search path. */
function folders(searchPath: string): string[] {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  return [...versions.map((version) => join(debian, version, 'bin')), ...searchPath.split(delimiter).filter(Boolean)]
}

/** Where a program of PostgreSQL is; null where it is not installed. */
export function findProgram(name: string, searchPath = process.env.PATH ?? ''): string | null {
  for (const folder of folders(searchPath)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not in this folder
    }
  }
  return null
}

/** @throws BackupError when it is not installed */
export function programOf(name: string): string {
  const path = findProgram(name)
  if (path) return path
  throw new BackupError(
    `${name} is not installed. Install the client programs of PostgreSQL: apt install postgresql-client.`,
  )
}

/** The address as the programs take it; the password goes by the environment, where no list of processes shows it. */
export function connectionOf(databaseUrl: string): { address: string; env: Record<string, string> } {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  if (url.searchParams.get('sslmode') === 'no-verify') url.searchParams.set('sslmode', 'require')
  return { address: url.href, env: password ? { PGPASSWORD: password } : {} }
}

export interface Running {
  readonly child: ChildProcess
  /** Rejects, with what the program said, unless it ends well. */
  readonly ended: Promise<void>
}

/** Starts a program on a database; `signal` ends it. */
export function runOn(databaseUrl: string, name: string, args: readonly string[], signal?: AbortSignal): Running {
  const { address, env } = connectionOf(databaseUrl)
  const child = spawn(programOf(name), [...args, `--dbname=${address}`], {
    env: { ...process.env, ...env, PGCONNECT_TIMEOUT: '10' },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-2_000)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new BackupError(`${name} ended with ${code}: ${said.trim()}`)),
    )
  })
  // whoever waits for it elsewhere sees the error
  ended.catch(() => undefined)
  return { child, ended }
}
