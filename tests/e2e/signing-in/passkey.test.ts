import { randomBytes } from 'node:crypto'
import type { CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepareDatabase } from '../../database.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import { freePort } from '../../serving/postgres.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let strict: TestApp
let stage: Stage
let byNumber: string
let strictUrl: string

/** As a trial is found: without an address of its own, by the name of the own machine and by its number. */
async function open(env: Record<string, string>) {
  const port = await freePort()
  const keys = { BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`, BM23_LOG_LEVEL: 'silent' }
  const one = await startApp({ ...keys, ...env, PORT: String(port) })
  await one.server.listen({ port, host: '127.0.0.1' })
  return { one, url: `http://localhost:${port}`, byNumber: `http://127.0.0.1:${port}` }
}

beforeAll(async () => {
  await prepareDatabase()
  const easy = await open({})
  const demanding = await open({ BM23_SECOND_FACTOR: 'staff' })
  app = easy.one
  strict = demanding.one
  byNumber = easy.byNumber
  strictUrl = demanding.url
  await app.account('noy', 'advisor')
  await strict.account('dean', 'admin')
  stage = await stageOn({ url: easy.url }, async () => {
    await app.close()
    await strict.close()
  })
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** Puts a device into a browser that keeps passkeys and knows its owner, or (later) does not. */
async function withDevice({ context, page }: Person) {
  const session: CDPSession = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  return {
    knowsOwner: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

/** Password, then the name and the question of the browser. */
async function add(page: Page, where: Page | Locator, name: string): Promise<string> {
  await act.field(where, lao('accounts.currentPassword')).fill(password)
  await page.keyboard.press('Enter')
  const field = act.field(where, lao('passkeys.name'))
  await field.waitFor()
  const suggested = await field.inputValue()
  await field.fill(name)
  return suggested
}

async function signOut({ page }: Person, name: string): Promise<void> {
  await page.getByRole('button', { name: `${lao('app.account')}: ${name}` }).click()
  await page.getByRole('menuitem', { name: lao('app.signOut') }).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
}

it('somebody adds a passkey, signs in by it and removes it', async () => {
  const noy = await stage.open('noy')
  const { page } = noy
  const device = await withDevice(noy)
  await act.signIn(noy, 'noy', password)
  await act.goTo(noy, '/account')
  await act.reads(page, lao('passkeys.none'))
  await look(stage, noy, 'account-without-passkey', { dark: true })
  await act.press(page, lao('passkeys.add'))
  const dialog = page.getByRole('dialog')
  expect(await add(page, dialog, 'ໂທລະສັບ')).toMatch(/^Chrome · /)
  await look(stage, noy, 'passkey-name', { dark: true, pictureOnly: true })
  await device.knowsOwner(false)
  await act.press(dialog, lao('passkeys.make'))
  await act.reads(dialog, lao('passkeys.notMade'))
  await device.knowsOwner(true)
  await act.press(dialog, lao('passkeys.make'))
  await act.reads(page, lao('passkeys.done'))
  await act.reads(page, 'ໂທລະສັບ')

  await page.getByRole('button', { name: lao('passkeys.renameNamed', { name: 'ໂທລະສັບ' }) }).click()
  await act.field(dialog, lao('passkeys.name')).fill('ໂທລະສັບ Samsung')
  await act.press(dialog, lao('passkeys.rename'))
  await act.reads(page, lao('passkeys.renamed'))
  await act.reads(page, lao('passkeys.unused'))
  await look(stage, noy, 'account-with-passkey', { dark: true })

  await signOut(noy, 'noy')
  await page.goto('/account')
  await page.waitForURL((url) => url.pathname === '/sign-in')
  await device.knowsOwner(false)
  await act.press(page, lao('accounts.passkeyEnter'))
  await act.reads(page, lao('accounts.passkeyNone'))
  await look(stage, noy, 'sign-in-passkey', { dark: true, pictureOnly: true })
  await device.knowsOwner(true)
  await act.press(page, lao('accounts.passkeyEnter'))
  await page.waitForURL((url) => url.pathname === '/account')
  const left = (await noy.context.cookies()).map((one) => one.name)
  expect(left.toSorted(), 'nothing of the question is kept').toEqual(['bm23', 'bm23-device'])

  await page.getByRole('button', { name: lao('passkeys.removeNamed', { name: 'ໂທລະສັບ Samsung' }) }).click()
  await act.field(dialog, lao('accounts.currentPassword')).fill(password)
  await look(stage, noy, 'passkey-removal', { dark: true, pictureOnly: true })
  await act.press(dialog, lao('passkeys.removeTitle'))
  await act.reads(page, lao('passkeys.removed'))
  await act.reads(page, lao('passkeys.none'))
})

it('at an address of numbers the account says where passkeys work', async () => {
  const context = await stage.browser.newContext({ locale: 'lo-LA', baseURL: byNumber })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await act.field(page, lao('accounts.login')).waitFor()
  await page.waitForLoadState('networkidle')
  expect(await page.getByRole('button', { name: lao('accounts.passkeyEnter') }).count()).toBe(0)
  await act.signIn({ name: 'noy', context, page }, 'noy', password)
  await page.goto('/account')
  await act.reads(page, lao('passkeys.elsewhere'))
  await act.reads(page, stage.url)
})

it('where staff must have a second factor, a passkey is one, and is asked for after the password', async () => {
  const context = await stage.browser.newContext({
    ...{ baseURL: strictUrl, locale: 'lo-LA', viewport: { width: 1440, height: 900 } },
  })
  const dean = { name: 'dean', context, page: await context.newPage() }
  const { page } = dean
  await withDevice(dean)
  await act.signIn(dean, 'dean', password)
  await page.waitForURL((url) => url.pathname === '/second-factor')
  await act.press(page, lao('passkeys.instead'))
  await add(page, page, 'ກະແຈ')
  await look(stage, dean, 'demanded-passkey', { dark: true, pictureOnly: true })
  await act.press(page, lao('passkeys.make'))
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('heading', { level: 1 }).waitFor()

  await signOut(dean, 'dean')
  await act.signIn(dean, 'dean', password)
  await page.waitForURL((url) => url.pathname === '/second-factor')
  await act.reads(page, lao('passkeys.owed'))
  await look(stage, dean, 'passkey-owed', { dark: true })
  await act.press(page, lao('accounts.passkeyEnter'))
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/accounts')
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/accounts')
})
