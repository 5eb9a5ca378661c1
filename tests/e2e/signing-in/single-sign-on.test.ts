import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as factor from '../../../contract/accounts/second-factor.ts'
import { openAuthenticator } from '../../authenticator.ts'
import { prepareDatabase } from '../../database.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import { startProvider, type TestProvider } from '../../providers/real.ts'
import { personWith } from '../../providers/visitor.ts'
import { freePort } from '../../serving/postgres.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { contextSettings, type Person, type Stage, stageOn } from '../stage.ts'

const name = 'NUOL'
let provider: TestProvider
let app: TestApp
let stage: Stage

beforeAll(async () => {
  await prepareDatabase()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  provider = await startProvider(url)
  const keys = { BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`, BM23_LOG_LEVEL: 'silent' }
  app = await startApp({ ...provider.env, ...keys })
  await app.server.listen({ port, host: '127.0.0.1' })
  stage = await stageOn({ url }, async () => {
    await app.close()
    await provider.close()
  })
  for (const login of ['noy', 'kham']) {
    await personWith(app, login, `${login}@nuol.edu.la`)
    provider.people.set(login, { email: `${login}@nuol.edu.la`, email_verified: true })
  }
  provider.people.set('stranger', { email: 'stranger@nuol.edu.la', email_verified: true })
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** At the provider, whose page is not ours. */
async function beThere({ page }: Person, who: string): Promise<void> {
  await page.getByRole('heading', { name: 'The university' }).waitFor()
  await page.getByLabel('Name').fill(who)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Somebody whose browser is refused things, which it writes down as errors. */
async function unlucky(who: string): Promise<Person> {
  const context = await stage.browser.newContext({ ...contextSettings, baseURL: stage.url })
  return { name: who, context, page: await context.newPage() }
}

it('somebody signs in through the provider, is where she wanted to be, sees the connection and ends it', async () => {
  const noy = await stage.open('noy')
  const { page } = noy
  await page.goto('/account')
  await page.waitForURL((url) => url.pathname === '/sign-in')
  await act.reads(page, lao('accounts.providerOr'))
  await look(stage, noy, 'sign-in-with-provider', { dark: true })
  await act.press(page, lao('accounts.providerEnter', { name }))
  await beThere(noy, 'noy')
  await page.waitForURL((url) => url.pathname === '/account')
  await act.reads(page, lao('accounts.providerOn'))
  const left = (await noy.context.cookies(stage.url)).map((one) => one.name).filter((one) => one.startsWith('bm23'))
  expect(left.toSorted(), 'nothing of the way is kept').toEqual(['bm23', 'bm23-device'])
  await look(stage, noy, 'account-connected', { dark: true })

  await act.press(page, lao('accounts.providerRemove'))
  const dialog = page.getByRole('dialog')
  await act.reads(dialog, lao('accounts.providerRemoveAsk', { name }))
  await look(stage, noy, 'disconnect', { dark: true, pictureOnly: true })
  await act.field(dialog, lao('accounts.currentPassword')).fill(password)
  await act.press(dialog, lao('accounts.providerRemove'))
  await act.reads(page, lao('accounts.providerRemoved'))
  await act.reads(page, lao('accounts.providerNone'))
})

it('who has a second factor is asked for the code all the same', async () => {
  const client = await app.as('kham')
  const { body } = await client.call(factor.beginSecondFactor, { body: { password } })
  const phone = openAuthenticator(body.key)
  await client.call(factor.confirmSecondFactor, { body: { code: phone.next() } })
  const kham = await stage.open('kham')
  const { page } = kham
  await page.goto('/sign-in')
  await act.press(page, lao('accounts.providerEnter', { name }))
  await beThere(kham, 'kham')
  await act.reads(page, lao('accounts.codeHint'))
  await act.field(page, lao('accounts.factorCode')).fill(phone.next())
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('heading', { level: 1 }).waitFor()
})

it('who has no account here is told so, and who cancels can try again', async () => {
  const stranger = await unlucky('stranger')
  const { page } = stranger
  await page.goto('/sign-in')
  await act.press(page, lao('accounts.providerEnter', { name }))
  await beThere(stranger, 'stranger')
  await act.reads(page, lao('problem.provider.noAccount'))
  await look(stage, stranger, 'no-account', { dark: true })
  await page.getByRole('link', { name: lao('accounts.providerBack') }).click()
  // the provider remembers who was there
  await stranger.context.clearCookies()
  await act.press(page, lao('accounts.providerEnter', { name }))
  await page.getByRole('button', { name: 'Cancel' }).click()
  await act.reads(page, lao('problem.provider.cancelled'))
})

it('while the provider does not answer, the password does', async () => {
  const noy = await unlucky('noy')
  const { page } = noy
  provider.hangs = true
  // what it said of itself is believed for a minute
  app.setNow(() => new Date(Date.now() + 61_000))
  await page.goto('/sign-in')
  await act.press(page, lao('accounts.providerEnter', { name }))
  await act.reads(page, lao('problem.provider.unreachable'))
  await look(stage, noy, 'provider-unreachable', { dark: true, pictureOnly: true })
  await act.field(page, lao('accounts.login')).fill('noy')
  await act.field(page, lao('accounts.password')).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
})
