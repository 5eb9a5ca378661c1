import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeStudents, listStudents, registerStudent } from '../../contract/students.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeClassroom, makeMajor, makeYear } from '../academics/factory.ts'
import type { Letter } from '../platform/mail/letter.ts'
import { deliverDue } from '../platform/mail/post.ts'
import { approvedMail, refusedMail } from './letters.ts'

const password = 'a quiet river bend'
let app: TestApp
let admin: Client
let place: { majorId: string; classroomId: string }

beforeAll(async () => {
  const mail = { BM23_SMTP_URL: 'smtp://127.0.0.1:1', BM23_MAIL_FROM: 'projects@example.edu' }
  app = await startApp({ ...mail, BM23_PUBLIC_URL: 'http://127.0.0.1' })
  await app.account('root', 'admin')
  admin = await app.as('root')
  await makeYear(app.ctx)
  const major = await makeMajor(app.ctx)
  const classroom = await makeClassroom(app.ctx, { majorId: major.id })
  place = { majorId: major.id, classroomId: classroom.id }
})
afterAll(() => app.close())

/** Somebody registers; the id of the student. */
async function register(code: string, email: string): Promise<string> {
  const names = { givenName: 'ສົມໃຈ', surname: 'ວົງສາ', givenNameLatin: null, surnameLatin: null }
  const body = { ...names, ...place, gender: 'female' as const, telephone: '020 5555 1234', code, email, password }
  expect((await app.call(registerStudent, { body })).status).toBe(202)
  const { items } = (await admin.call(listStudents, { query: { q: code } })).body
  return items[0]?.id ?? ''
}

/** What goes out now. */
async function letters(): Promise<Letter[]> {
  const out: Letter[] = []
  const smtp = {
    send: async (_: string, letter: Letter) => void out.push(letter),
    verify: async () => undefined,
    close: () => undefined,
  }
  await deliverDue(app.ctx, [approvedMail, refusedMail], smtp)
  return out
}

test('an approval is told, in the language of the faculty, and once', async () => {
  const id = await register('205N7101/26', 'noy@example.org')
  const body = { action: 'approve' as const, selection: { ids: [id] } }
  expect((await admin.call(changeStudents, { body })).body.done).toBe(1)
  const [letter, ...others] = await letters()
  expect(others).toEqual([])
  expect(letter).toMatchObject({ address: 'noy@example.org', name: 'ສົມໃຈ ວົງສາ', locale: 'lo' })
  expect(letter?.subject).toContain('ໄດ້ຮັບການອະນຸມັດ')
  expect(letter?.text).toContain('205N7101/26')
  expect(letter?.text).toContain('http://127.0.0.1\n')
  // decided once, told once
  await admin.call(changeStudents, { body })
  expect(await letters()).toEqual([])
})

test('a refusal is told with its reason, which is text and no template', async () => {
  const id = await register('205N7102/26', 'kham@example.org')
  const reason = 'Not of this faculty {{login}}'
  await admin.call(changeStudents, { body: { action: 'reject', selection: { ids: [id] }, reason } })
  const [letter] = await letters()
  expect(letter).toMatchObject({ address: 'kham@example.org' })
  expect(letter?.text).toContain(reason)
})

test('a decision about a student who has no address any more is told to nobody', async () => {
  const id = await register('205N7103/26', 'dao@example.org')
  await admin.call(changeStudents, { body: { action: 'approve', selection: { ids: [id] } } })
  await app.platform.db.updateTable('accounts').set({ email: null }).where('email', '=', 'dao@example.org').execute()
  expect(await letters()).toEqual([])
})

test('the language that somebody chose is the language of the letter', async () => {
  const id = await register('205N7104/26', 'som@example.org')
  await app.platform.db.updateTable('accounts').set({ locale: 'th' }).where('email', '=', 'som@example.org').execute()
  await admin.call(changeStudents, { body: { action: 'approve', selection: { ids: [id] } } })
  const [letter] = await letters()
  expect([letter?.locale, letter?.subject.includes('ได้รับอนุมัติแล้ว')]).toEqual(['th', true])
})
