import { randomBytes } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAuthenticator } from '../../authenticator.ts'
import { prepareDatabase } from '../../database.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

const keys = { BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`, BM23_LOG_LEVEL: 'silent' }
let app: TestApp
let strict: TestApp
let strictUrl: string
let stage: Stage
let person: Person

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp(keys)
  strict = await startApp({ ...keys, BM23_SECOND_FACTOR: 'staff' })
  for (const one of [app, strict]) await one.account('dean', 'admin')
  await app.account('boss', 'admin')
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  strictUrl = await strict.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, async () => {
    await app.close()
    await strict.close()
  })
  person = await stage.open('dean')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** What a camera reads from the screen, by the dots of the drawing. */
async function scan(page: Page): Promise<string> {
  const picture = page.getByRole('img', { name: lao('accounts.factorQr') })
  const size = Number((await picture.getAttribute('viewBox'))?.split(' ')[2])
  const dots = (await picture.locator('path').getAttribute('d')) ?? ''
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of dots.matchAll(/M(\d+) (\d+)/g)) {
    for (let at = 0; at < scale * scale; at += 1) {
      const [across, down] = [Number(x) * scale + (at % scale), Number(y) * scale + Math.floor(at / scale)]
      data.fill(0, (down * width + across) * 4, (down * width + across) * 4 + 3)
    }
  }
  return decodeQR({ width, height: width, data })
}

/** Password, then a code or a recovery code. */
async function enter({ page }: Person, login: string, code: string, lost = false): Promise<void> {
  await page.goto('/sign-in')
  await act.field(page, lao('accounts.login')).fill(login)
  await act.field(page, lao('accounts.password')).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: lao('accounts.codeTitle') }).waitFor()
  if (lost) await act.press(page, lao('accounts.codeByRecovery'))
  await act.field(page, lao(lost ? 'accounts.recoveryCode' : 'accounts.factorCode')).fill(code)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Password, the app, its first code; returns what was shown. */
async function setUp(page: Page, where: Page | Locator, picture: (name: string) => Promise<void>) {
  await act.field(where, lao('accounts.currentPassword')).fill(password)
  await page.keyboard.press('Enter')
  await act.reads(page, lao('accounts.factorScan'))
  await picture('factor-key')
  const key = (await page.locator('pre').innerText()).replace(/\s/g, '')
  const address = new URL(await scan(page))
  expect([address.protocol, address.searchParams.get('secret')]).toEqual(['otpauth:', key])
  const phone = openAuthenticator(key)
  await act.field(page, lao('accounts.factorCode')).fill(phone.next())
  await page.keyboard.press('Enter')
  await act.reads(page, lao('accounts.recoveryHint'))
  await picture('recovery-codes')
  const codes = await page.locator('li code').allInnerTexts()
  expect(codes).toHaveLength(10)
  await act.press(page, lao('accounts.recoveryKept'))
  return { phone, codes }
}

it('somebody sets up the app, signs in by it and by a recovery code, and ends another session', async () => {
  const { page } = person
  await page.goto('/sign-in')
  await act.signIn(person, 'dean', password)
  await act.goTo(person, '/account')
  await look(stage, person, 'account', { dark: true })
  await act.press(page, lao('accounts.factorSetUp'))
  // the page itself has a field of this name, so the dialog's is asked for
  const dialog = page.getByRole('dialog')
  const picture = (name: string) => look(stage, person, name, { dark: true, pictureOnly: true })
  const { phone, codes } = await setUp(page, dialog, picture)
  await act.reads(page, lao('accounts.factorOn'))
  await look(stage, person, 'account-with-factor', { dark: true })

  await page.getByRole('button', { name: `${lao('app.account')}: dean` }).click()
  await page.getByRole('menuitem', { name: lao('app.signOut') }).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  const left = (await person.context.cookies()).map((one) => one.name)
  expect(left, 'no session is kept, and that this browser was used before').toEqual(['bm23-device'])
  expect(await page.evaluate(() => localStorage.getItem('bm23.locale')), 'but the language').toBe('lo')

  await page.goto('/sign-in')
  await act.field(page, lao('accounts.login')).fill('dean')
  await act.field(page, lao('accounts.password')).fill(password)
  await page.keyboard.press('Enter')
  await act.reads(page, lao('accounts.codeHint'))
  await look(stage, person, 'sign-in-code', { dark: true, pictureOnly: true })
  await act.press(page, lao('accounts.codeByRecovery'))
  await look(stage, person, 'sign-in-recovery', { pictureOnly: true })
  await enter(person, 'dean', phone.next())

  const elsewhere = await stage.open('elsewhere')
  await enter(elsewhere, 'dean', codes[0] ?? '', true)
  await act.goTo(person, '/account')
  await act.reads(page, lao('accounts.recoveryLeft', { count: 9 }))
  await look(stage, person, 'sessions', { dark: true })
  await page.getByRole('button', { name: new RegExp(`^${lao('accounts.sessionEndNamed', { name: '' })}`) }).click()
  await look(stage, person, 'session-end', { pictureOnly: true })
  await act.press(page.getByRole('dialog'), lao('accounts.sessionEnd'))
  await act.reads(page, lao('accounts.sessionEnded'))
  await elsewhere.page.goto('/projects')
  await elsewhere.page.waitForURL((url) => url.pathname === '/sign-in')
})

it('an administrator takes the factor off for somebody who lost it', async () => {
  const boss = await stage.open('boss')
  await act.signIn(boss, 'boss', password)
  await act.goTo(boss, '/accounts')
  const open = async () => {
    await boss.page.getByRole('button', { name: lao('accounts.actionsFor', { name: 'dean' }) }).click()
    await boss.page.getByRole('menuitem', { name: lao('accounts.factorLift') }).click()
  }
  await open()
  await look(stage, boss, 'factor-lift', { dark: true, pictureOnly: true })
  // the list of a phone is another one, so the dialog is gone
  await act.goTo(boss, '/accounts')
  await open()
  const dialog = boss.page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('ໂທລະສັບເສຍ, ສະແດງບັດແລ້ວ')
  await act.press(dialog, lao('accounts.factorLift'))
  await act.reads(boss.page, lao('accounts.factorLifted'))
  await person.page.goto('/account')
  await person.page.waitForURL((url) => url.pathname === '/sign-in')
  await act.signIn(person, 'dean', password)
})

it('where staff must have one, an administrator sets it up before anything else', async () => {
  const context = await stage.browser.newContext({
    ...{ baseURL: strictUrl, locale: 'lo-LA', viewport: { width: 1440, height: 900 } },
  })
  const page = await context.newPage()
  const newcomer = { name: 'newcomer', context, page }
  await act.signIn(newcomer, 'dean', password)
  await page.waitForURL((url) => url.pathname === '/second-factor')
  await look(stage, newcomer, 'factor-demanded', { dark: true })
  await page.goto('/projects')
  await page.waitForURL((url) => url.pathname === '/second-factor')
  await setUp(page, page, (name) => look(stage, newcomer, `demanded-${name}`, { dark: true, pictureOnly: true }))
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('heading', { level: 1 }).waitFor()
})
