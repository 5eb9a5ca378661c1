import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  readonly output: () => string
  /** Ends the process with a signal and waits until it is gone; returns its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts the real program in a process of its own and waits until it says where it listens, or what is given. */
export async function startProcess(
  args: string[],
  env: Record<string, string>,
  ready = /http:\/\/127\.0\.0\.1:\d+/,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['bin/bm23.js', ...args], {
    cwd: root,
    env: { ...process.env, PORT: '0', BM23_LOG_LEVEL: 'error', BM23_DRAIN_SECONDS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      text += chunk
      const found = ready.exec(text)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code} before listening:\n${text}`)))
  })
  return { url, pid: child.pid ?? 0, output: () => text, end: (signal) => end(child, signal) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return await gone
}

/** A command that runs to its end. */
export async function runCommand(args: string[], env: Record<string, string>, input = '') {
  const child = spawn(process.execPath, ['bin/bm23.js', ...args], {
    cwd: root,
    env: { ...process.env, BM23_LOG_LEVEL: 'error', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, out, err }
}
