import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One system call: when it began and when it was done, counted in lines of the trace. */
export interface Call {
  readonly name: string
  readonly text: string
  readonly began: number
  readonly done: number
}

/** Reads what `strace -f` wrote; a call that another interrupted stands in two lines. */
export function parseTrace(trace: string): Call[] {
  const calls: Call[] = []
  const open = new Map<string, { text: string; began: number }>()
  for (const [at, line] of trace.split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      open.set(thread, { text: rest.slice(0, -'<unfinished ...>'.length), began: at })
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const before = resumed ? open.get(thread) : { text: '', began: at }
    if (!before) continue
    const text = before.text + (resumed?.[1] ?? rest)
    const name = /^\w+(?=\()/.exec(text)?.[0]
    if (name && !/ = -1 /.test(text)) calls.push({ name, text, began: before.began, done: at })
  }
  return calls
}

/** Watches processes; what they asked of the system is returned at the end. */
export async function watchCalls(pids: readonly number[], names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-calls-'))
  const file = join(folder, 'trace')
  const options = ['-f', '-y', '-s', '4096', '-e', `trace=${names.join(',')}`, '-e', 'signal=none', '-o', file]
  const child = spawn('strace', [...options, ...pids.flatMap((pid) => ['-p', String(pid)])], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`strace ended with ${code}: ${said}`)))
    child.stderr.on('data', (chunk) => {
      said += chunk
      if (said.split(' attached').length > pids.length) resolve()
    })
  })
  return async (): Promise<Call[]> => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    await gone
    const calls = parseTrace(readFileSync(file, 'utf8'))
    rmSync(folder, { recursive: true, force: true })
    return calls
  }
}
