import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectConfig, readConfig } from '../config.ts'
import { environmentDocument } from './document.ts'
import { readKeyring } from './keyring.ts'
import { type Setting, settings } from './settings.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const key = (version: number) => `${version}:${randomBytes(32).toString('base64')}`
const problemsOf = (env: Record<string, string>) => inspectConfig(env).problems.map((one) => one.name)

describe('settings', () => {
  it('have defaults that need no environment, and an empty value is none', () => {
    expect(readConfig({})).toMatchObject({ port: 2323, databaseUrl: null, trustedProxies: [], secure: false })
    expect(readConfig({ PORT: '', BM23_DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  it('are read from text', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      BM23_PUBLIC_URL: 'https://a.example/',
      BM23_TRUSTED_PROXIES: ' 10.0.0.1, ,::1 ',
    })
    expect(config).toMatchObject({ production: true, secure: true, publicUrl: 'https://a.example' })
    expect(config.trustedProxies).toEqual(['10.0.0.1', '::1'])
  })

  it('are wrong all at once, by name, without their value', () => {
    const env = {
      PORT: 'many',
      BM23_DATABASE_POOL: '0',
      BM23_DATABASE_URL: 'mysql://root:hunter2@x',
      BM23_SECRET_KEYS: 'hunter2',
    }
    expect(problemsOf(env)).toEqual(['PORT', 'BM23_DATABASE_URL', 'BM23_DATABASE_POOL', 'BM23_SECRET_KEYS'])
    expect(() => readConfig(env)).toThrow(/^PORT: must be a whole number from 0 to 65535\nBM23_DATABASE_URL: /)
    expect(JSON.stringify(inspectConfig(env))).not.toContain('hunter2')
  })

  it('come from a file when they may be secret', () => {
    const path = join(folder, 'url')
    writeFileSync(path, 'postgres://bm23@db/bm23\n')
    expect(readConfig({ BM23_DATABASE_URL_FILE: path }).databaseUrl).toBe('postgres://bm23@db/bm23')
    expect(problemsOf({ BM23_DATABASE_URL_FILE: path, BM23_DATABASE_URL: 'postgres://x/y' })).toEqual([
      'BM23_DATABASE_URL_FILE',
    ])
    expect(problemsOf({ BM23_DATABASE_URL_FILE: join(folder, 'none') })).toEqual(['BM23_DATABASE_URL_FILE'])
    writeFileSync(path, '\n')
    expect(problemsOf({ BM23_DATABASE_URL_FILE: path })).toEqual(['BM23_DATABASE_URL_FILE'])
  })

  it('that do not exist are named, with the one that was meant', () => {
    const { unknown, config } = inspectConfig({ BM23_PUBLC_URL: 'x', BM23_COFFEE_MACHINE: 'x', BM23_KITCHEN_FILE: 'x' })
    expect(config).not.toBeNull()
    expect(unknown.map((one) => one.message)).toEqual([
      'is not a setting; did you mean BM23_PUBLIC_URL?',
      'is not a setting',
      'is not a setting',
    ])
    const good = Object.values<Setting>(settings).map((one) => [one.name, ''])
    expect(inspectConfig(Object.fromEntries(good)).unknown).toEqual([])
  })

  it('that are secret may all come from a file, and have an example that is not a value', () => {
    for (const one of Object.values<Setting>(settings)) if (one.secret) expect(one.file, one.name).toBe(true)
  })
})

describe('keys', () => {
  it('have versions; the first is the current one and the others stay readable', () => {
    const read = readConfig({ BM23_SECRET_KEYS: `${key(3)}, ${key(2)}` }).secretKeys
    expect(read?.map((one) => [one.version, one.bytes.length])).toEqual([
      [3, 32],
      [2, 32],
    ])
  })

  it.each([
    ['no version', randomBytes(32).toString('base64'), 'version:base64'],
    ['too short', `1:${randomBytes(16).toString('base64')}`, '16 bytes instead of 32'],
    ['guessable', `1:${Buffer.alloc(32, 'ab').toString('base64')}`, 'not random'],
    ['one version twice', `${key(1)},${key(1)}`, 'twice'],
  ])('are refused when there is %s', (_, text, message) => {
    expect(readKeyring(text)).toContain(message)
  })
})

describe('docs/environment.md', () => {
  it('is as `bm23 generate` writes it', () => {
    expect(readFileSync(new URL('../../../docs/environment.md', import.meta.url), 'utf8')).toBe(environmentDocument())
  })
})
