import { afterAll, beforeAll, expect, it } from 'vitest'
import { passwordResetMail } from '../../../server/accounts/entry/letters.ts'
import { startPost } from '../../../server/platform/mail/post.ts'
import { openSmtp } from '../../../server/platform/mail/smtp.ts'
import { approvedMail, refusedMail } from '../../../server/students/letters.ts'
import { prepareDatabase } from '../../database.ts'
import { buildFaculty } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import { opened, type PostOffice, startPostOffice } from '../../post-office.ts'
import { freePort } from '../../serving/postgres.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let mails: PostOffice
let student: Person
let office: Person

beforeAll(async () => {
  await prepareDatabase()
  mails = await startPostOffice()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const mail = { BM23_SMTP_URL: mails.url, BM23_MAIL_FROM: 'projects@nuol.example' }
  app = await startApp({ ...mail, BM23_PUBLIC_URL: url, BM23_LOG_LEVEL: 'silent' })
  await buildFaculty(app)
  const smtp = openSmtp(app.platform.config)
  const post = startPost(app.ctx, [approvedMail, refusedMail, passwordResetMail], smtp)
  await app.server.listen({ port, host: '127.0.0.1' })
  stage = await stageOn({ url }, async () => {
    await post.stop()
    smtp?.close()
    await app.close()
    await mails.close()
  })
  student = await stage.open('student')
  office = await act.enter(stage, app, 'office', 'bm.office')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

const chosen = 'ແມ່ນ້ຳຂອງ ໄຫຼຜ່ານ ຫຼວງພະບາງ'
const noy = { code: '155N7001/22', givenName: 'ນ້ອຍ', surname: 'ວົງສາ', email: 'noy@students.example' }
const kham = { code: '155N7002/22', givenName: 'ຄຳ', surname: 'ພົມມະ', email: 'kham@students.example' }

const nameOf = ({ givenName, surname }: typeof noy) => `${givenName} ${surname}`

/** What a person who registers says. */
async function register(student: Person, who: typeof noy, pictures = false) {
  const { page } = student
  await page.goto('/sign-in')
  await page.getByRole('link', { name: lao('accounts.register') }).click()
  await act.field(page, lao('accounts.studentCode')).fill(who.code)
  await act.field(page, lao('accounts.gender')).selectOption({ label: lao('gender.female') })
  await act.field(page, lao('accounts.givenName')).fill(who.givenName)
  await act.field(page, lao('accounts.surname')).fill(who.surname)
  await act.field(page, lao('accounts.major')).selectOption({ label: 'Major BM' })
  await act.field(page, lao('accounts.classroom')).selectOption({ label: 'BM-4A' })
  await act.field(page, lao('accounts.email')).fill(who.email)
  await act.field(page, lao('accounts.newPassword')).fill(chosen)
  await act.field(page, lao('accounts.repeatPassword')).fill(chosen)
  if (pictures) await look(stage, student, 'register-oneself', { dark: true })
  await act.press(page, lao('accounts.register'))
  await act.reads(page, lao('accounts.pendingHint'))
}

/** The letter that such a person got, as soon as it is there. */
async function letterTo(address: string, earlier = 0): Promise<string> {
  const own = () => mails.received.filter(({ to }) => to.includes(address))
  await expect.poll(() => own().length, { timeout: 60_000 }).toBe(earlier + 1)
  return opened(own()[earlier] as (typeof mails.received)[number]).body
}

/** Opens the registration that waits, from the start page. */
async function openWaiting(who: typeof noy) {
  const { page } = office
  await act.goTo(office, '/students')
  await page.getByRole('link', { name: lao('students.waitingShow') }).click()
  await page.getByRole('link', { name: nameOf(who) }).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(who.code) }).waitFor()
}

it('who registers waits for the office, and is told so when signing in', async () => {
  await register(student, noy, true)
  await look(stage, student, 'registered')
  const { page } = student
  await page.goto('/sign-in')
  await act.field(page, lao('accounts.login')).fill(noy.code)
  await act.field(page, lao('accounts.password')).fill(chosen)
  await act.press(page, lao('accounts.signIn'))
  await act.reads(page, lao('problem.account.pending'))
  // the browser notes the refusal, which was wanted
  expect(stage.troubles.splice(0).filter((one) => !/status of 403/.test(one))).toEqual([])
})

it('the office of the major approves; the letter says so, and the student signs in', async () => {
  await openWaiting(noy)
  await look(stage, office, 'registration-waiting', { dark: true })
  await act.press(office.page, lao('students.approve'))
  await act.press(office.page.getByRole('dialog'), lao('students.approve'))
  await act.reads(office.page, lao('students.approved', { name: nameOf(noy) }))
  const letter = await letterTo(noy.email)
  expect(letter).toContain(noy.code)
  expect(letter).toContain(stage.url)
  await act.signIn(student, noy.code, chosen)
  await act.reads(student.page, nameOf(noy))
})

it('another is refused with a reason, which the letter gives', async () => {
  await register(await stage.open('another'), kham)
  await openWaiting(kham)
  await act.press(office.page, lao('students.reject'))
  const dialog = office.page.getByRole('dialog')
  await act.field(dialog, lao('reason.label')).fill('ລະຫັດນີ້ເປັນຂອງນັກສຶກສາປີກ່ອນ')
  await act.press(dialog, lao('students.reject'))
  await act.reads(office.page, lao('students.rejected', { name: nameOf(kham) }))
  expect(await letterTo(kham.email)).toContain('ລະຫັດນີ້ເປັນຂອງນັກສຶກສາປີກ່ອນ')
})

it('who forgot the password gets a link by mail, which works once', async () => {
  const forgetful = await stage.open('forgetful')
  const { page } = forgetful
  await page.goto('/sign-in')
  await page.getByRole('link', { name: lao('accounts.forgotLink') }).click()
  await page.getByLabel(lao('accounts.login')).fill(noy.email)
  await page.keyboard.press('Enter')
  await act.reads(page, lao('accounts.resetSentHint'))
  const link = new RegExp(`${stage.url}/invitation/[\\w-]{40,}`).exec(await letterTo(noy.email, 1))?.[0] ?? ''
  await page.goto(link)
  await act.reads(page, lao('accounts.resetWelcome'))
  await act.acceptLink(forgetful, `${chosen} ອີກ`)
  await act.signIn(await stage.open('again'), noy.code, `${chosen} ອີກ`)
  const path = new URL(link).pathname.replace('invitation', 'invitations')
  expect((await page.request.get(`${stage.url}/api/v1${path}`)).status()).toBe(410)
})
