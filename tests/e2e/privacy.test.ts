import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepareDatabase } from '../database.ts'
import { addStudent, buildFaculty, type Faculty, prepareDefense } from '../faculty.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Stage, stageOn } from './stage.ts'

let app: TestApp
let stage: Stage
let faculty: Faculty

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

it('a student takes the own data along', async () => {
  const { student } = await prepareDefense(app, faculty)
  const person = await stage.open('student')
  await person.page.goto('/sign-in')
  await act.signIn(person, student.code, password)
  await person.page.goto('/account')
  await act.reads(person.page, lao('privacy.ownHint'))
  await look(stage, person, 'own-data', { dark: true })
  const arriving = person.page.waitForEvent('download')
  await person.page.getByRole('button', { name: lao('privacy.download') }).click()
  expect((await arriving).suggestedFilename()).toMatch(/^bm23-personal-data-.*\.zip$/)
  await act.reads(person.page, lao('privacy.downloaded'))
})

it('an administrator sees what an erasure does, and erases somebody who left', async () => {
  const busy = (await prepareDefense(app, faculty, 1)).student
  const leaver = await addStudent(faculty)
  const admin = await stage.open('admin')
  const { page } = admin
  const accountOf = async (id: string) =>
    (await app.platform.db.selectFrom('students').select('account_id').where('id', '=', id).executeTakeFirstOrThrow())
      .account_id
  await page.goto('/sign-in')
  await act.signIn(admin, 'dean', password)
  await page.goto(`/accounts/${await accountOf(busy.id)}/erasure`)
  await act.reads(page, lao('privacy.notNow'))
  await look(stage, admin, 'erasure-refused', { dark: true })

  await page.goto(`/accounts?q=${encodeURIComponent(leaver.code)}`)
  const name = `${leaver.givenName} ${leaver.surname}`
  await page.getByRole('button', { name: lao('accounts.actionsFor', { name }) }).click()
  await page.getByRole('menuitem', { name: lao('privacy.erase') }).click()
  await act.reads(page, lao('privacy.decideHint'))
  await look(stage, admin, 'erasure', { dark: true })
  await page.getByLabel(lao('privacy.reason'), { exact: false }).fill('ຂໍເປັນລາຍລັກອັກສອນ')
  await page.getByLabel(lao('privacy.confirmation'), { exact: false }).fill(name)
  await page.keyboard.press('Enter')
  await act.reads(page, lao('privacy.erased'))
  await page.goto('/accounts?q=erased')
  await page
    .getByText(/\(erased [0-9a-f]{8}\)/)
    .first()
    .waitFor()
})
