import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** The programs of the newest PostgreSQL of Debian's packages; undefined where there is none. */
const programs = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql')
      .map((version) => `/usr/lib/postgresql/${version}/bin`)
      .filter((folder) => existsSync(`${folder}/initdb`))
      .at(-1)
  : undefined

/** Why a test with a PostgreSQL server of its own is left out; false where it can run. */
export const withoutPostgres = programs === undefined && 'PostgreSQL is not installed (package postgresql)'

export interface Cluster {
  readonly url: string
  /** Stops every process of the server where it stands, as a machine does that hangs. */
  freeze(): void
  thaw(): void
  query(text: string): Promise<unknown[]>
  /** Its folder of data, which belongs to the user postgres. */
  readonly data: string
  /** What it has written so far. */
  log(): string
  /** In the way of pg_ctl: `fast` ends what runs, `immediate` leaves it to the recovery. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** Ends every process of the server at once, as a power cut does, and waits until they are gone. */
  kill(): Promise<void>
  close(): void
}

/** A free port of this machine, below those that connections are given by themselves: nobody takes it meanwhile. */
export function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(freePort()))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
}

/** The PostgreSQL programs refuse to run as root. */
function asPostgres(...command: string[]): [string, string[]] {
  const root = userInfo().uid === 0
  const [file = '', ...rest] = root ? ['runuser', '-u', 'postgres', '--', ...command] : command
  return [file, rest]
}

export function runAsPostgres(...command: string[]): void {
  execFileSync(...asPostgres(...command), { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' })
}

function run(program: string, ...args: string[]): void {
  runAsPostgres(join(programs as string, program), ...args)
}

/** The same without holding up this process, which may have clients to answer for. */
async function runBeside(program: string, ...args: string[]): Promise<void> {
  const [file, rest] = asPostgres(join(programs as string, program), ...args)
  const child = spawn(file, rest, { stdio: 'ignore', cwd: '/' })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
}

function childrenOf(pid: number): number[] {
  return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
    .map(Number)
}

/** True until its parent was told of its end: as long the server refuses to start again. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A PostgreSQL server of one's own, which may be hurt. */
export async function startCluster(
  settings: Record<string, string> = {},
  ...initdb: readonly string[]
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-pg-'))
  if (userInfo().uid === 0) {
    const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
    chownSync(folder, uid, uid)
  }
  const data = join(folder, 'data')
  const port = await freePort()
  run('initdb', '-D', data, '--locale=C.UTF-8', '-A', 'trust', '-U', 'postgres', ...initdb)
  const all: Record<string, string> = {
    ...{ port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off' },
    ...settings,
  }
  // a setting given here cannot be changed later; an empty one is left to the server
  const given = Object.entries(all).filter(([, value]) => value !== '')
  const options = given.map(([name, value]) => `-c ${name}=${value}`)
  const start = () => runBeside('pg_ctl', '-D', data, '-o', options.join(' '), '-l', join(folder, 'log'), '-w', 'start')
  await start()
  const postmaster = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const signal = (name: NodeJS.Signals) => {
    for (const pid of [postmaster(), ...childrenOf(postmaster())]) {
      try {
        process.kill(pid, name)
      } catch {
        // a child that has ended since it was listed
      }
    }
  }
  return {
    url,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    query: async (text) => {
      const client = new pg.Client({ connectionString: url })
      // a server that ends meanwhile fails the statement, and nothing else
      client.on('error', () => undefined)
      await client.connect()
      try {
        return (await client.query(text)).rows
      } finally {
        await client.end()
      }
    },
    data,
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    stop: (mode = 'fast') => runBeside('pg_ctl', '-D', data, '-m', mode, '-w', 'stop'),
    start,
    kill: async () => {
      const all = [postmaster(), ...childrenOf(postmaster())]
      signal('SIGKILL')
      while (all.some(isThere)) await pause(20)
    },
    close: () => {
      signal('SIGCONT')
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
