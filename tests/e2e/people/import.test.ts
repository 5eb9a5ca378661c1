import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listMajors } from '../../../contract/academics.ts'
import { listStudents } from '../../../contract/students.ts'
import { makeClassroom, makeMajor, makeYear } from '../../../server/academics/factory.ts'
import { readSheet, writeSheet } from '../../../server/platform/spreadsheet.ts'
import { prepareDatabase } from '../../database.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let admin: Person
let colleague: Person

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  await makeYear(app.ctx)
  const major = await makeMajor(app.ctx, { name: 'ການທ່ອງທ່ຽວ', abbreviation: 'TM' })
  await makeClassroom(app.ctx, { majorId: major.id, name: 'TM-1' })
  for (const login of ['dean', 'dean2']) {
    await app.account(login, 'admin')
    await app.as(login)
  }
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  admin = await stage.open('admin')
  await act.signIn(admin, 'dean', password)
  colleague = await stage.open('colleague')
  await act.signIn(colleague, 'dean2', password)
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

const headings = 'ລະຫັດນັກສຶກສາ,ຊື່,ນາມສະກຸນ,ເພດ,ສາຂາວິຊາ,ຫ້ອງຮຽນ'
const countStudents = async () => (await act.ask(admin, listStudents)).total

/** Has a spreadsheet read, and waits for its review. */
async function review(kind: 'students' | 'advisors', name: string, buffer: Buffer) {
  const { page } = admin
  await act.goTo(admin, `/imports?kind=${kind}`)
  const chooser = page.waitForEvent('filechooser')
  await act.press(page, lao('file.choose'))
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
  await act.press(page, lao('imports.toReview'))
  await page.waitForURL((url) => /^\/imports\/./.test(url.pathname), { timeout: 60_000 })
}

/** Presses that the rows be written, and again in the dialog. */
async function apply(rows: string) {
  const label = lao('imports.apply', { rows })
  await act.press(admin.page, label)
  await act.press(admin.page.getByRole('dialog'), label)
}

async function rowsOf(download: Download): Promise<string[][]> {
  const bytes = readFileSync(await download.path())
  return (await readSheet(bytes, download.suggestedFilename(), { rows: 100 })).rows.map(({ cells }) => cells)
}

it('rows with errors are given back as a file, which is corrected and imported again', async () => {
  const { page } = admin
  const lines = [
    headings,
    '155N1001/22,ມະນີ,ແສງອາລຸນ,ຍິງ,TM,TM-1',
    '155N1002/22,ບຸນມີ,ພົມມະຈັນ,ຊາຍ,XX,TM-1',
    '1002,ຄຳແກ້ວ,ສີສຸກ,ພຣະ,TM,TM-1',
  ]
  await review('students', 'ນັກສຶກສາ.csv', Buffer.from(lines.join('\n')))
  await look(stage, admin, 'import-errors', { dark: true })
  const saved = page.waitForEvent('download')
  await act.press(page, lao('imports.errorsFile', { rows: '2' }))
  const [heading, ...refused] = await rowsOf(await saved)
  expect(refused.map(([code]) => code)).toEqual(['155N1002/22', '1002'])
  await apply('1')
  await act.reads(page, lao('imports.outcome'))
  expect(await countStudents()).toBe(1)

  // the office corrects what the last column says
  expect(refused.every((cells) => (cells.at(-1) ?? '').length > 10)).toBe(true)
  const [second, third] = refused as [string[], string[]]
  const rows = [second.with(4, 'TM'), third.with(0, '155N1003/22')]
  const columns = (heading ?? []).map((name) => ({ heading: name }))
  const content = await writeSheet({ sheetName: 'Sheet1', columns, rows, format: 'xlsx' })
  await review('students', 'ແກ້ແລ້ວ.xlsx', content)
  await apply('2')
  await act.reads(page, lao('imports.outcome'))
  expect(await countStudents()).toBe(3)
})

it('five thousand students show how far they are, can be stopped, and are written when begun again', async () => {
  const { page } = admin
  const people = Array.from({ length: 5000 }, (_, at) => `155N${2000 + at}/22,ມະນີ,ແສງ,ຍິງ,TM,TM-1`)
  await review('students', 'ທຸກຄົນ.csv', Buffer.from([headings, ...people].join('\n')))
  await apply('5.000')
  const dialog = page.getByRole('dialog')
  const bar = dialog.getByRole('progressbar', { name: lao('work.progress') })
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow')), { timeout: 30_000 }).toBeGreaterThan(1)
  await act.press(dialog, lao('work.stop'))
  await act.reads(page, lao('imports.stopped'))
  await dialog.waitFor({ state: 'hidden' })
  expect(await countStudents()).toBe(3)

  await apply('5.000')
  await bar.waitFor()
  await page.screenshot({ path: join(stage.pictures, 'import-running.png') })
  // others go on working
  expect((await act.ask(colleague, listMajors)).total).toBe(1)
  await page.getByText(lao('imports.outcome')).waitFor({ timeout: 120_000 })
  expect(await countStudents()).toBe(5003)
}, 240_000)

it('three hundred advisors are imported likewise', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `ດຣ. ທີປຶກສາ ${String.fromCharCode(0x0e81)}${at}`)
  await review('advisors', 'ອາຈານ.csv', Buffer.from(['Name', ...names].join('\n')))
  await apply('300')
  await admin.page.getByText(lao('imports.outcome')).waitFor({ timeout: 60_000 })
}, 120_000)
