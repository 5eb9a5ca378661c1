import { afterAll, beforeAll, expect, it } from 'vitest'
import { invitationMail, passwordResetMail } from '../../server/accounts/entry/letters.ts'
import { startPost } from '../../server/platform/mail/post.ts'
import { prepareDatabase } from '../database.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Person, type Stage, stageOn } from './stage.ts'

let app: TestApp
let stage: Stage
let student: Person
let admin: Person

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  await app.account('dean', 'admin')
  await app.as('dean')
  const id = await app.account('nok', 'student')
  await app.as('nok')
  await app.platform.db.updateTable('accounts').set({ email: 'nok@example.edu' }).where('id', '=', id).execute()
  const post = startPost(app.ctx, [passwordResetMail, invitationMail], null)
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, async () => {
    await post.stop()
    await app.close()
  })
  student = await stage.open('student')
  admin = await stage.open('admin')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

it('who forgot the password chooses another one; an admin sees the letter', async () => {
  const { page } = student
  await page.goto('/sign-in')
  await page.getByRole('link', { name: lao('accounts.forgotLink') }).click()
  await page.getByRole('heading', { name: lao('accounts.resetTitle') }).waitFor()
  await look(stage, student, 'forgotten-password', { dark: true })
  await page.getByLabel(lao('accounts.login')).fill('nok@example.edu')
  await page.keyboard.press('Enter')
  await act.reads(page, lao('accounts.resetSentHint'))
  await look(stage, student, 'forgotten-password-sent', { pictureOnly: true })

  await admin.page.goto('/sign-in')
  await act.signIn(admin, 'dean', password)
  await admin.page.getByRole('link', { name: lao('nav.mails') }).click()
  const read = `${lao('system.mailRead')}: ${lao('system.mailKind.passwordReset')}`
  await expect
    .poll(
      async () => {
        await admin.page.reload()
        await admin.page.waitForLoadState('networkidle')
        return await admin.page.getByRole('button', { name: read }).count()
      },
      { timeout: 60_000 },
    )
    .toBe(1)
  await look(stage, admin, 'mails', { dark: true })
  await admin.page.getByRole('button', { name: read }).focus()
  await admin.page.keyboard.press('Enter')
  const letter = await admin.page.getByRole('dialog').innerText()
  const path = /\/invitation\/[\w-]{40,}/.exec(letter)?.[0] ?? ''

  await page.goto(path)
  await act.reads(page, lao('accounts.resetWelcome'))
  await look(stage, student, 'new-password', { dark: true })
  const chosen = page.getByLabel(lao('accounts.newPassword')).first()
  // one that is guessed first is refused at its field, which says so to everybody and has the focus
  await chosen.fill('password12345678')
  await page.getByLabel(lao('accounts.repeatPassword')).fill('password12345678')
  await page.keyboard.press('Enter')
  await expect.poll(() => chosen.getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => chosen.evaluate((one) => one === document.activeElement)).toBe(true)
  // the browser notes the refusal, which was wanted
  expect(stage.troubles.splice(0).filter((one) => !/status of 422/.test(one))).toEqual([])
  await chosen.fill('my very own words')
  await page.getByLabel(lao('accounts.repeatPassword')).fill('my very own words')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')

  // the link works once
  expect((await page.request.get(`${stage.url}/api/v1${path.replace('invitation', 'invitations')}`)).status()).toBe(410)
})
