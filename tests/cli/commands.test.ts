import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, startProcess } from '../server-process.ts'

// The embedded database on disk, whatever the rest of the suite runs on.
let folder: string
let env: Record<string, string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-cli-'))
  env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: '' }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('bm23', () => {
  it('explains itself, and refuses what it does not know with 2', async () => {
    const help = await runCommand(['--help'], env)
    expect(help.code).toBe(0)
    for (const name of [
      'serve',
      'worker',
      'migrate',
      'create-admin',
      'load',
      'seed',
      'permissions',
      'routes',
      'openapi',
      'doctor',
    ]) {
      expect(help.out).toContain(`  ${name}`)
    }
    expect((await runCommand(['nonsense'], env)).code).toBe(2)
  })

  it('migrates once, and says so before and after', async () => {
    const plan = await runCommand(['migrate', '--plan'], env)
    expect([plan.code, plan.out]).toEqual([1, expect.stringContaining('would apply: 0001-events.sql')])
    expect((await runCommand(['migrate'], env)).out).toContain('applied 0001-events.sql')
    expect((await runCommand(['migrate'], env)).out).toContain('up to date')
    expect((await runCommand(['migrate', '--status'], env)).code).toBe(0)
  })

  it('makes an admin from standard input, and refuses a weak password', async () => {
    for (const weak of ['too short 123', 'password1234567']) {
      expect((await runCommand(['create-admin', '--login', 'boss'], env, `${weak}\n`)).code).not.toBe(0)
    }
    const made = await runCommand(['create-admin', '--login', 'boss'], env, 'nobody guesses this\n')
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('boss')])
  })

  it('takes the second factor of somebody off, or says that there is none', async () => {
    const lift = (login: string, reason: string) =>
      runCommand(['lift-second-factor', '--login', login, '--reason', reason], env)
    const none = await lift('boss', 'lost the telephone')
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('boss has no second factor')])
    expect((await lift('nobody', 'lost the telephone')).err).toContain('There is no account nobody')
    expect((await lift('boss', 'x')).err).toContain('The reason needs 3 characters')
  })

  it('keeps what was acknowledged when it is killed, refuses a second process, and stops in order', async () => {
    const first = await startProcess(['serve'], env)
    const second = await runCommand(['serve'], env)
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('in use by process')])
    const body = JSON.stringify({ login: 'boss', password: 'nobody guesses this' })
    const headers = { 'content-type': 'application/json' }
    const signed = await fetch(`${first.url}/api/v1/session`, { method: 'POST', headers, body })
    expect(signed.status).toBe(201)
    await first.end('SIGKILL')
    const again = await startProcess(['serve'], env)
    const cookie = String(signed.headers.get('set-cookie')).split(';')[0] ?? ''
    expect((await fetch(`${again.url}/api/v1/session`, { headers: { cookie } })).status).toBe(200)
    expect((await fetch(`${again.url}/health/ready`)).status).toBe(200)
    expect(await again.end('SIGTERM')).toBe(0)
  })

  it('checks the stored files, and moves aside what nothing names', async () => {
    const sha256 = createHash('sha256').update('x').digest('hex')
    const place = join(folder, 'files', sha256.slice(0, 2))
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, sha256), 'x')
    const good = await runCommand(['files', 'check'], env)
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('1 stored files read, 0 findings; 1 are new')])
    utimesSync(join(place, sha256), new Date(0), new Date(0))
    const found = await runCommand(['files', 'check', '--json'], env)
    const findings = [{ kind: 'orphan', sha256, setAside: false }]
    expect([found.code, JSON.parse(found.out)]).toEqual([1, { checked: 1, young: 0, findings }])
    const repaired = await runCommand(['files', 'check', '--repair'], env)
    expect([repaired.code, repaired.out]).toEqual([1, expect.stringContaining(`orphan   ${sha256}`)])
    expect(readFileSync(join(folder, 'files', 'aside', sha256), 'utf8')).toBe('x')
    expect((await runCommand(['files', 'check'], env)).code).toBe(0)
    const away = { ...env, BM23_FILES_URL: 'http://127.0.0.1:1/none', BM23_FILES_KEY: 'a:b' }
    const failed = await runCommand(['files', 'check'], away)
    expect([failed.code, failed.err]).toEqual([2, expect.stringContaining('bm23: The bucket of the files')])
  })

  it('says that everything works, or what does not', async () => {
    const well = await runCommand(['doctor', '--json'], env)
    expect(well.code).toBe(0)
    const { ready, versions, places, works } = JSON.parse(well.out)
    expect([ready, versions.node, places.data]).toEqual([true, process.versions.node, folder])
    expect(works.database.state).toBe('ok')
    const wrong = await runCommand(['doctor'], { ...env, PORT: 'many' })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('PORT')])
  })
})
