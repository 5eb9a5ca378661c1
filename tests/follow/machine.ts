import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Place } from './substitutions.ts'

/** Whether backups could be put on a disk of their own, in memory; a container may not be allowed to. */
export function mountOwnDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    process.stdout.write('no disk of its own for backups (mount is refused): check may warn of that\n')
    return false
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** A port of four digits that is free, and the one with a 1 before it as well. */
export async function pairOfPorts(from: number): Promise<number> {
  for (let port = from + Math.floor(Math.random() * 500); port < 9_999; port += 1) {
    if ((await isFree(port)) && (await isFree(10_000 + port))) return port
  }
  throw new Error('no free ports')
}

/** Rows of each table, sorted: table name to text. */
function tablesOf(database: string): Map<string, string> {
  const args = ['-u', 'postgres', '--', 'pg_dump', '--host=/tmp', '--schema=public', '--data-only', database]
  const dump = execFileSync('runuser', args, { cwd: '/', encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 })
  const blocks = dump.matchAll(/^COPY (\S+) .*\n([\s\S]*?)^\\\.$/gm)
  return new Map([...blocks].map(([, table = '', rows = '']) => [table, rows.split('\n').sort().join('\n')]))
}

/** What goes on after the backup: a drill is noted there. */
const moving = new Set(['public.operations'])

/** The database and the files that were restored beside those that serve: the same bytes, but for what has gone on since. */
export function compareRestored({ root }: Place): void {
  const [serving, restored] = [tablesOf('bm23'), tablesOf('bm23_new')]
  const other = [...serving.keys()].filter((table) => !moving.has(table) && serving.get(table) !== restored.get(table))
  if (serving.size < 30 || other.length > 0)
    throw new Error(`restored otherwise: ${other.join(', ')} of ${serving.size} tables`)
  const files = (name: string) => join(root, 'var/lib', name, 'files')
  execFileSync('diff', ['-r', files('bm23'), files('bm23-new')], { stdio: 'inherit' })
  const stored = execFileSync('find', [files('bm23-new'), '-type', 'f'], { encoding: 'utf8' }).split('\n').length - 1
  if (stored === 0) throw new Error('no file was there to be restored')
}
