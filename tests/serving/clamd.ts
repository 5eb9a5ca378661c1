import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClamd } from '../../server/platform/files/clamd.ts'
import { freePort } from './postgres.ts'

const program = ['clamd', '/usr/sbin/clamd'].find((path) => {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** Why a test with a scanner of its own is left out; false where it can run. */
export const withoutClamd = !program && 'clamd is not installed (package clamav-daemon)'

/** Bytes that the only signature of these scanners finds; they harm nobody. */
export const worm = 'BM23-HARMLESS-TEST-WORM'
export const wormName = 'BM23.Test.Worm.UNOFFICIAL'

export interface TestClamd {
  readonly url: string
  readonly socketUrl: string
  /** Stops it where it stands: it takes connections, and answers nobody. */
  freeze(): void
  thaw(): void
  kill(): Promise<void>
  restart(): Promise<void>
  close(): Promise<void>
}

/** A clamd of one's own with one signature, which may be hurt. */
export async function startClamd(): Promise<TestClamd> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-clamd-'))
  const port = await freePort()
  const url = `tcp://127.0.0.1:${port}`
  const socket = join(folder, 'clamd.sock')
  writeFileSync(join(folder, 'own.ndb'), `BM23.Test.Worm:0:*:${Buffer.from(worm).toString('hex')}\n`)
  const settings = [
    ...[`DatabaseDirectory ${folder}`, 'TCPAddr 127.0.0.1', `TCPSocket ${port}`, `LocalSocket ${socket}`],
    ...['Foreground yes', 'StreamMaxLength 60M', 'MaxThreads 2'],
  ]
  const configuration = join(folder, 'clamd.conf')
  writeFileSync(configuration, `${settings.join('\n')}\n`)
  let child: ChildProcess
  const start = async () => {
    child = spawn(program as string, ['--config-file', configuration], { stdio: 'ignore' })
    for (let left = 200; ; left -= 1) {
      const answers = await openClamd(url)
        .ready()
        .then(
          () => true,
          () => false,
        )
      if (answers) return
      if (left === 0 || child.exitCode !== null) throw new Error('clamd does not start')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  await start()
  return {
    url,
    socketUrl: `unix://${socket}`,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill,
    restart: start,
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
