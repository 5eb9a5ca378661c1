import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../deploy/systemd/', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const without = !has('systemd-analyze') && 'systemd-analyze is not installed (package systemd)'
const withoutStrace = without || (!has('strace') && 'strace is not installed (package strace)')

const read = (name: string) => readFileSync(join(source, name), 'utf8')
/** Units by the name under which systemd knows them: a template by one of its instances. */
const units = readdirSync(source).map((name) => ({ name, unit: name.replace('@.', '@2323.') }))
const services = units.filter(({ unit }) => unit.endsWith('.service'))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-units-'))
  for (const { name, unit } of units) {
    writeFileSync(join(folder, unit), read(name).replaceAll('/usr/local/bin/node', process.execPath))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(without)(`the units of systemd${without ? `: ${without}` : ''}`, () => {
  it('are understood, every word of them', () => {
    expect(services.length).toBe(2)
    for (const { unit } of units) {
      const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(folder, unit)], { encoding: 'utf8' })
      expect(stderr.split('\n').filter((line) => line.includes('bm23'))).toEqual([])
    }
  })

  it.each(services)('$unit is exposed by 1.5 of 10 or less', ({ unit }) => {
    const args = ['security', '--offline=true', '--threshold=15', '--no-pager', join(folder, unit)]
    const { status, stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
    expect([status, /exposure level .*: ([\d.]+)/.exec(stdout)?.[1]]).toEqual([0, expect.any(String)])
  })

  it('a unit without protection would not pass', () => {
    const bare = read('bm23-worker.service').replace(/^(Protect|Private|Restrict|SystemCall|Capability).*\n/gm, '')
    writeFileSync(join(folder, 'bare.service'), bare)
    const args = ['security', '--offline=true', '--threshold=15', '--no-pager', join(folder, 'bare.service')]
    expect(spawnSync('systemd-analyze', args).status).toBe(1)
  })
})

/** The system calls that a list of groups of systemd stands for. */
function callsOf(...groups: string[]): string[] {
  return groups.flatMap((group) => {
    const lines = execFileSync('systemd-analyze', ['syscall-filter', group], { encoding: 'utf8' }).split('\n')
    const names = lines.map((line) => line.trim()).filter((line) => /^@?[a-z0-9_-]+$/.test(line) && line !== group)
    return names.flatMap((name) => (name.startsWith('@') ? callsOf(name) : [name]))
  })
}

describe.skipIf(withoutStrace)(`what the units forbid${withoutStrace ? `: ${withoutStrace}` : ''}`, () => {
  it('is nothing that BM23 does, from its start to its end', async () => {
    const trace = join(folder, 'trace')
    const env = { ...process.env, PORT: '0', BM23_DATA_DIR: join(folder, 'data'), BM23_DATABASE_URL: '' }
    const args = ['-f', '-qq', '-o', trace, '-e', 'signal=none', process.execPath, 'bin/bm23.js', 'serve']
    const child = spawn('strace', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] })
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))?.[0] ?? ''))
      child.once('exit', reject)
    })
    await fetch(`${url}/api/v1/installation`)
    // hashes a password, which is native code
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ login: 'nobody', password: 'nobody guesses this' })
    expect((await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body })).status).toBe(401)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const server = Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).split('\n')[0])
    process.kill(server, 'SIGINT')
    await ended
    const used = new Set(
      [...readFileSync(trace, 'utf8').matchAll(/^\d+ +(?:<\.\.\. )?([a-z_0-9]+)[( ]/gm)].map((one) => one[1]),
    )
    const filter = [...read('bm23@.service').matchAll(/^SystemCallFilter=(.*)$/gm)].map((one) => one[1] ?? '')
    const allowed = new Set(callsOf(...filter.filter((one) => !one.startsWith('~')).flatMap((one) => one.split(' '))))
    const denied = new Set(
      callsOf(...filter.filter((one) => one.startsWith('~')).flatMap((one) => one.slice(1).split(' '))),
    )
    expect(used.size).toBeGreaterThan(30)
    expect(allowed.size).toBeGreaterThan(200)
    expect([...used].filter((name) => !allowed.has(String(name)) || denied.has(String(name)))).toEqual([])
  })
})

it('the units keep what they write to themselves, and start again what ends', () => {
  expect(existsSync(join(source, 'bm23.target'))).toBe(true)
  for (const { name } of services) {
    const text = read(name)
    expect(text).toMatch(/^UMask=0077$/m)
    expect(text).toMatch(/^Restart=always$/m)
    expect(text).toMatch(/^LoadCredential=env:\/etc\/bm23\/env$/m)
    expect(text).not.toMatch(/^EnvironmentFile=/m)
    // longer than the program waits for requests that run
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(60)
  }
})
