import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from './log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const wanted = (limits: { logFileMegabytes: number; logFileKeep: number }) => ({
  logLevel: 'info' as const,
  logFile: join(folder, 'serve.log'),
  ...limits,
})
const files = () => readdirSync(folder).filter((name) => name.endsWith('.log'))
const lines = () =>
  files()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter(Boolean)

it('begins a new file when one is full, and keeps so many', async () => {
  const log = await openLog(wanted({ logFileMegabytes: 1, logFileKeep: 2 }))
  for (let round = 0; round < 40; round += 1) {
    for (let i = 0; i < 1_000; i += 1) log.info({ round, i, filling: 'x '.repeat(60) }, 'line')
    await pause(5)
  }
  await expect
    .poll(() => lines().some((line) => JSON.parse(line).i === 999 && JSON.parse(line).round === 39), {
      timeout: 20_000,
    })
    .toBe(true)
  await expect.poll(() => files().length).toBe(3)
  for (const name of files()) expect(statSync(join(folder, name)).size).toBeLessThan(3_000_000)
})

it('forges no line, whatever a text holds', async () => {
  const log = await openLog(wanted({ logFileMegabytes: 10, logFileKeep: 1 }))
  const forged = '{"level":60,"msg":"forged"}'
  const breaks = ['\n', '\r\n', '\r', '\u2028', '\u0085', '\\n', '"}\n', '\u0000\n']
  for (let i = 0; i < 2_000; i += 1) {
    const text = `${breaks[i % breaks.length]}${forged}`
    log.info({ [`key${text}`]: text, err: new Error(text) }, text)
  }
  await expect.poll(() => lines().length).toBe(2_000)
  for (const line of lines()) expect(JSON.parse(line).level).toBe(30)
})

it('tells of an error without what the database quotes', async () => {
  const log = await openLog(wanted({ logFileMegabytes: 1, logFileKeep: 1 }))
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Somsak) exists' })
  log.error({ err: new Error('not saved', { cause }) }, 'x')
  await expect.poll(() => lines().length).toBe(1)
  expect(JSON.parse(lines()[0] ?? '').err).toMatchObject({ type: 'Error', cause: { code: '23505' } })
  expect(lines()[0]).not.toContain('Somsak')
})

it.skipIf(!existsSync('/dev/full'))('fails nobody when the disk is full, and says so', async () => {
  symlinkSync('/dev/full', join(folder, 'serve.1.log'))
  let failures = 0
  const log = await openLog(wanted({ logFileMegabytes: 1, logFileKeep: 1 }), () => {
    failures += 1
  })
  for (let i = 0; i < 20_000; i += 1) log.info({ filling: 'x '.repeat(200) }, 'line')
  await expect.poll(() => failures).toBeGreaterThan(0)
  expect(() => log.info('still here')).not.toThrow()
})
