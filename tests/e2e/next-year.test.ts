import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRoom, deleteRoom } from '../../contract/defenses.ts'
import { makeMajor, makeYear } from '../../server/academics/factory.ts'
import { prepareDatabase } from '../database.ts'
import { buildFaculty, type Faculty, openDefenses } from '../faculty.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Person, type Stage, stageOn } from './stage.ts'

let app: TestApp
let stage: Stage
let faculty: Faculty
let admin: Person

const next = '2027-2028'
const source = '2026-2027'

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  await openDefenses(faculty)
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  admin = await stage.open('admin')
  await act.signIn(admin, 'dean', password)
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

it('the first year has none to copy from, and says what to do instead', async () => {
  await act.goTo(admin, `/years/${faculty.year.id}/copy`)
  await act.reads(admin.page, lao('imports.copyNoSource'))
  await look(stage, admin, 'next-year-none')
})

it('an administrator plans the next year and copies the last one into it, by keyboard', async () => {
  const { page } = admin
  await act.goTo(admin, '/years')
  await act.press(page, lao('academics.yearPlan'))
  const dialog = page.getByRole('dialog', { name: lao('academics.yearPlan') })
  await act.press(dialog, lao('academics.yearPlan'))
  await page.getByRole('heading', { level: 1, name: lao('imports.copyTitle', { year: next }) }).waitFor()
  await act.reads(page, lao('imports.copyNever'))
  await look(stage, admin, 'next-year-choose', { dark: true })

  for (const kind of ['majors', 'classrooms'] as const) {
    await page.getByRole('checkbox', { name: lao(`imports.copyKind.${kind}`) }).press('Space')
  }
  await page.getByRole('button', { name: lao('imports.copyToCheck') }).press('Enter')
  await act.reads(page, lao('imports.copyCount.left', { number: 10 }))
  const address = page.url()
  await page.getByText(`Dr. bm.one: ${lao('imports.copyLeft.majorMissing')}`).waitFor()
  await act.press(page, lao('action.back'))
  for (const kind of ['majors', 'classrooms'] as const) {
    const box = page.getByRole('checkbox', { name: lao(`imports.copyKind.${kind}`) })
    expect(await box.isChecked()).toBe(false)
    await box.press('Space')
  }
  await page.getByRole('button', { name: lao('imports.copyToCheck') }).press('Enter')
  await page.getByText(lao('imports.copyCount.new', { number: 10 })).press('Enter')
  await page.getByText('Dr. bm.one', { exact: true }).waitFor()
  expect(page.url()).not.toBe(address)
  await look(stage, admin, 'next-year-check', { dark: true })

  await page.getByRole('button', { name: lao('imports.copyNow', { year: next }) }).press('Enter')
  await act.reads(page, lao('imports.copyDoneHint', { source, year: next }))
  await look(stage, admin, 'next-year-done', { dark: true })
  await page
    .locator('main')
    .getByRole('link', { name: lao('imports.copyKind.majors') })
    .press('Enter')
  await page.getByRole('heading', { level: 1, name: lao('nav.majors') }).waitFor()
  await page.getByRole('cell', { name: 'Major BM', exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('year')).toBe(next)
})

it('takes the copy back as soon as nothing hangs on it', async () => {
  const { page } = admin
  await act.goTo(admin, '/years')
  await act.press(page, lao('academics.actionsFor', { name: next }))
  await page.getByRole('menuitem', { name: lao('academics.yearCopy') }).click()
  await page.getByRole('heading', { name: lao('imports.copies') }).waitFor()
  await look(stage, admin, 'next-year-again')
  await page.getByRole('button', { name: lao('imports.copyToCheck') }).click()
  await act.reads(page, lao('imports.copyNothing'))

  const { id: yearId } = await app.platform.db
    .selectFrom('years')
    .select('id')
    .where('name', '=', next)
    .executeTakeFirstOrThrow()
  const { id: majorId } = await app.platform.db
    .selectFrom('majors')
    .select('id')
    .where('year_id', '=', yearId)
    .executeTakeFirstOrThrow()
  const room = await faculty.admin.call(createRoom, { body: { yearId, name: 'C 303', majorIds: [majorId] } })
  await act.press(page, lao('action.back'))
  await act.press(page, lao('imports.copyUndo'))
  const dialog = page.getByRole('dialog', { name: lao('imports.copyUndoTitle', { source }) })
  await act.press(dialog, lao('imports.copyUndo'))
  await act.reads(dialog, lao('imports.copyUse.rooms', { count: 1 }))
  await look(stage, admin, 'next-year-in-use', { pictureOnly: true })
  // the browser writes every refusal down as an error of the network
  expect(stage.troubles.splice(0).filter((one) => !/status of 409/.test(one))).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })

  await faculty.admin.call(deleteRoom, { params: { roomId: room.body.id } })
  await act.press(page, lao('imports.copyUndo'))
  await act.press(dialog, lao('imports.copyUndo'))
  await act.reads(page, lao('imports.copyUndone'))
  await page.getByRole('heading', { name: lao('imports.copies') }).waitFor({ state: 'hidden' })
  await act.goTo(admin, `/majors?year=${next}`)
  await act.reads(page, lao('academics.majorsEmpty'))
})

it('a link leads to what would be copied from a certain year', async () => {
  const { page } = admin
  const old = await makeYear(app.ctx, { name: '2020-2021', status: 'planned' })
  await makeMajor(app.ctx, { yearId: old.id, name: 'ສາຂາເກົ່າ', abbreviation: 'OLD' })
  await act.goTo(admin, `/years/${faculty.year.id}/copy?from=2020-2021&kinds=majors&kinds=rooms&step=check`)
  await act.reads(page, lao('imports.copyEmpty', { source: '2020-2021' }))
  await page.getByText(lao('imports.copyCount.new', { number: 1 })).click()
  await page.getByText('ສາຂາເກົ່າ').waitFor()
})
