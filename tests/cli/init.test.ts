import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Setting, settings } from '../../server/platform/config/settings.ts'
import { inspectConfig, readConfig } from '../../server/platform/config.ts'
import { runCommand } from '../server-process.ts'

let folder: string
let out: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-init-'))
  out = join(folder, 'bm23.env')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const url = 'postgres://bm23:p%40ss%20word@127.0.0.1/bm23?sslmode=disable'
const given = ['--public-url', 'https://a.example', '--database-url', url, '--data-dir', '/srv/my data']

describe('bm23 init', () => {
  it('writes every setting, readable by its owner only, with keys of its own', async () => {
    const { code, out: said } = await runCommand(['init', ...given, '--out', out], {})
    expect([code, said]).toEqual([0, expect.stringContaining(out)])
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const text = readFileSync(out, 'utf8')
    for (const { name } of Object.values<Setting>(settings)) expect(text).toMatch(new RegExp(`^#?${name}=`, 'm'))
    const env = parseEnv(text)
    expect(inspectConfig(env)).toMatchObject({ problems: [], unknown: [] })
    const config = readConfig(env)
    expect(config).toMatchObject({ production: true, secure: true, databaseUrl: url, dataDir: '/srv/my data' })
    expect(config.secretKeys?.[0].bytes.equals(config.backupKeys?.[0].bytes ?? Buffer.of())).toBe(false)
    expect(said).not.toContain(env.BM23_BACKUP_KEY)
  })

  it('leaves a file alone, unless told to replace it', async () => {
    const before = readFileSync(out, 'utf8')
    const again = await runCommand(['init', ...given, '--out', out], {})
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('--force')])
    expect(readFileSync(out, 'utf8')).toBe(before)
    expect((await runCommand(['init', ...given, '--out', out, '--force'], {})).code).toBe(0)
    expect(readFileSync(out, 'utf8')).not.toBe(before)
    expect(statSync(out).mode & 0o777).toBe(0o600)
  })

  it('asks nothing of a script, and refuses values that are wrong', async () => {
    expect((await runCommand(['init', '--out', `${out}-2`], {})).code).toBe(2)
    const wrong = await runCommand(['init', '--public-url', 'ftp://x', '--out', `${out}-2`], {})
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('BM23_PUBLIC_URL')])
    expect((await runCommand(['init', '--yes', '--out', `${out}-2`], {})).code).toBe(0)
    expect(readConfig(parseEnv(readFileSync(`${out}-2`, 'utf8')))).toMatchObject({
      production: false,
      databaseUrl: null,
    })
  })
})

describe('bm23 --env-file', () => {
  it('reads settings from a file, under those of the environment, and reports names that are none', async () => {
    const file = join(folder, 'small.env')
    writeFileSync(file, 'PORT=many\nBM23_LOG_LEVEL=loud\nBM23_PUBLC_URL=x\n')
    const { code, err } = await runCommand(['--env-file', file, 'migrate', '--status'], { BM23_LOG_LEVEL: 'error' })
    expect(code).toBe(2)
    expect(err).toContain('did you mean BM23_PUBLIC_URL?')
    expect(err).toContain('PORT: ')
    expect(err).not.toContain('LOG_LEVEL')
  })
})
