import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, startProcess } from '../server-process.ts'

let folder: string
let env: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-check-'))
  env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: '' }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const idsIn = (json: string) =>
  (JSON.parse(json).checks as { id: string; state: string }[])
    .filter((one) => one.state === 'found')
    .map(({ id }) => id)

describe('bm23 check', () => {
  it('says what is missing before the first start, and makes nothing', async () => {
    const { code, out } = await runCommand(['check'], env)
    expect([code, out]).toEqual([2, expect.stringContaining('error    database.reachable: there is no database')])
    expect(readdirSync(folder)).toEqual([])
  })

  it('exits with 0, 1 or 2, within ten seconds, for people and for programs', async () => {
    expect((await runCommand(['migrate'], env)).code).toBe(0)
    // warnings of the machine that runs the tests, such as an old Node, are no errors
    const good = await runCommand(['check', '--fail-level', 'error', '--json'], env)
    expect(good.code).toBe(0)
    const { errors, checks, milliseconds } = JSON.parse(good.out)
    expect(errors).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
    for (const one of checks) {
      expect(one).toMatchObject({
        id: expect.stringMatching(/^[a-z]+\.[a-zA-Z0-9]+$/),
        hint: expect.stringMatching(/.{5}/),
      })
      expect(['error', 'warning']).toContain(one.level)
    }
    const warned = await runCommand(['check', '--json'], { ...env, BM23_PUBLC_URL: 'x' })
    expect([warned.code, idsIn(warned.out)]).toEqual([1, expect.arrayContaining(['config.names'])])
    const wrong = await runCommand(['check', '--json'], { ...env, PORT: 'many' })
    expect([wrong.code, idsIn(wrong.out)]).toEqual([2, expect.arrayContaining(['config.values'])])
  }, 120_000)

  it('looks at the file of --env-file', async () => {
    const file = join(folder, 'bm23.env')
    writeFileSync(file, 'BM23_RATE_USER_PER_HOUR=5\n', { mode: 0o600 })
    const ids = async () => idsIn((await runCommand(['--env-file', file, 'check', '--deploy', '--json'], env)).out)
    const closed = await ids()
    expect(closed).toContain('limits.userLow')
    expect(closed).not.toContain('files.environment')
    chmodSync(file, 0o644)
    expect(await ids()).toContain('files.environment')
  })

  it('takes an embedded database that a server holds for no error', async () => {
    const server = await startProcess(['serve'], env)
    try {
      const { out } = await runCommand(['check', '--json'], env)
      expect(idsIn(out)).not.toContain('database.reachable')
    } finally {
      expect(await server.end('SIGTERM')).toBe(0)
    }
  })
})

describe('bm23 serve and worker in production', () => {
  it.each(['serve', 'worker'])('%s refuses a configuration that nobody should be served with', async (command) => {
    const { code, err } = await runCommand([command], {
      ...env,
      NODE_ENV: 'production',
      BM23_PUBLIC_URL: 'http://a.example',
    })
    expect(code).toBe(2)
    expect(err).toContain('config.https: ')
    expect(err).toContain('keys.missing: ')
  })
})
