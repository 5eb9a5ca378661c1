import { randomBytes } from 'node:crypto'
import {
  createClassroom,
  createMajor,
  createYear,
  updateClassroom,
  updateMajor,
} from '../../../../contract/academics.ts'
import { renamePasskey } from '../../../../contract/accounts/passkeys.ts'
import { liftSecondFactor } from '../../../../contract/accounts/second-factor.ts'
import { createAccessToken } from '../../../../contract/accounts/tokens.ts'
import {
  inviteAccounts,
  listAccounts,
  readInstallation,
  readSession,
  updateAccount,
  updateInstallation,
} from '../../../../contract/accounts.ts'
import { createAdvisor, updateAdvisor } from '../../../../contract/advisors.ts'
import { createRoom, updateRoom } from '../../../../contract/defenses.ts'
import { applyImport, ImportKind, reviewImport } from '../../../../contract/imports.ts'
import { createTemplate, updateTemplate } from '../../../../contract/milestones.ts'
import { erasePerson } from '../../../../contract/privacy.ts'
import { readRubrics, updateRubrics } from '../../../../contract/scoring.ts'
import { changeStudents, listStudents, registerStudent } from '../../../../contract/students.ts'
import { importColumns } from '../../../../contract/words/shape.ts'
import { headingOf } from '../../../../contract/words.ts'
import { type Faculty, good } from '../../../faculty.ts'
import { password, type TestApp } from '../../../harness.ts'
import type { Ledger } from './ledger.ts'

/** Payloads in everything that an office keeps: half of each written at once, half by a change. */

export interface Office {
  /** The one the projects of the stories are approved with. */
  readonly templateId: string
  readonly roomId: string
  readonly importIds: readonly string[]
  /** Names of the years whose rubrics hold payloads. */
  readonly years: readonly string[]
  /** The way in of somebody whose name is a payload. */
  readonly invitation: string
}

const empty = { supervising: 1, chair: 1, second: 1, third: 1 }

async function classes({ admin, majors }: Faculty, ledger: Ledger, index: number): Promise<void> {
  const written = { name: ledger.text('major.name', 200), abbreviation: ledger.text('major.abbreviation', 20) }
  const plain = { name: `Plain ${index}`, abbreviation: `P${index}` }
  const made = good(await admin.call(createMajor, { body: index % 2 === 0 ? written : plain }))
  const ifMatch = made.version
  if (index % 2 === 1) good(await admin.call(updateMajor, { params: { majorId: made.id }, ifMatch, body: written }))
  const name = ledger.text('classroom.name', 100)
  const majorId = majors[index % 2]?.id ?? ''
  const room = good(
    await admin.call(createClassroom, { body: { name: index % 2 === 0 ? name : `C${index}`, majorId } }),
  )
  const params = { classroomId: room.id }
  if (index % 2 === 1) good(await admin.call(updateClassroom, { params, ifMatch: room.version, body: { name } }))
}

async function persons(app: TestApp, { admin, majors }: Faculty, ledger: Ledger, index: number): Promise<void> {
  const name = ledger.text('advisor.name', 200)
  const body = { name: index % 2 === 0 ? name : `Dr. ${index}`, quotas: empty, majorIds: [majors[index % 2]?.id ?? ''] }
  const made = good(await admin.call(createAdvisor, { body }))
  if (index % 2 === 1) {
    good(await admin.call(updateAdvisor, { params: { advisorId: made.id }, ifMatch: made.version, body: { name } }))
  }
  const accountId = await app.account(`plain-${index}`, 'admin')
  const { items } = good(await admin.call(listAccounts, { query: { q: `plain-${index}` } }))
  const displayName = ledger.text('account.displayName', 200)
  const ifMatch = items.find((one) => one.id === accountId)?.version ?? 0
  good(await admin.call(updateAccount, { params: { accountId }, ifMatch, body: { displayName } }))
  const token = { name: ledger.text('token.name', 100), expiresOn: '2100-01-01' }
  good(await admin.call(createAccessToken, { body: token }))
  const { account } = good(await admin.call(readSession))
  const key = { credential_id: randomBytes(32), public_key: randomBytes(77), counter: 0, transports: [] as string[] }
  const passkey = { account_id: account.id, ...key, name: `Key ${index}` }
  const kept = app.platform.db.insertInto('passkeys').values(passkey).returning('id')
  const params = { passkeyId: (await kept.executeTakeFirstOrThrow()).id }
  good(await admin.call(renamePasskey, { params, body: { name: ledger.text('passkey.name', 60) } }))
}

async function things({ admin, majors }: Faculty, ledger: Ledger, index: number) {
  const name = ledger.text('room.name', 100)
  const plain = { name: `R${index}`, majorIds: [majors[1]?.id ?? ''] }
  const room = good(await admin.call(createRoom, { body: index % 2 === 0 ? { name } : plain }))
  const written = { params: { roomId: room.id }, ifMatch: room.version, body: { name } }
  if (index % 2 === 1) good(await admin.call(updateRoom, written))
  const template = {
    ...{ name: ledger.text('template.name', 200), description: ledger.text('template.description', 2_000) },
    tasks: [{ name: ledger.text('template.task', 200), durationDays: 30 }],
  }
  const first = index % 2 === 0 ? template : { name: `T${index}`, tasks: [{ name: 'x', durationDays: 1 }] }
  const made = good(await admin.call(createTemplate, { body: first }))
  const change = { params: { templateId: made.id }, ifMatch: made.version, body: template }
  if (index % 2 === 1) good(await admin.call(updateTemplate, change))
  return { roomId: room.id, templateId: made.id }
}

/** Somebody registers, and is refused for a reason. */
async function refusals(app: TestApp, { admin, majors, classrooms }: Faculty, ledger: Ledger): Promise<void> {
  const place = { majorId: majors[0]?.id ?? '', classroomId: classrooms[0]?.id ?? '' }
  const person = { code: '155N0001/22', gender: 'male', givenName: 'ກ', surname: 'ຂ', email: 'x@example.la' } as const
  good(await app.call(registerStudent, { body: { ...person, ...place, password } }))
  const [waiting] = good(await admin.call(listStudents, { query: { status: 'pending' } })).items
  const reason = ledger.text('student.rejectionReason', 2_000)
  const selection = { ids: [waiting?.id ?? ''] }
  good(await admin.call(changeStudents, { body: { action: 'reject', selection, reason } }))
}

/** Thirty names and twenty grades fit into a year, so there are years enough. */
async function rubrics({ admin, year }: Faculty, ledger: Ledger, count: number): Promise<string[]> {
  const years = [year]
  for (let extra = 1; extra < Math.ceil(count / 30); extra += 1) {
    const from = 2040 + extra
    const body = { name: `${from}-${from + 1}`, startsOn: `${from}-09-01`, endsOn: `${from + 1}-07-01` }
    years.push(good(await admin.call(createYear, { body })))
  }
  for (const [at, { id: yearId }] of years.entries()) {
    const items = Math.min(30, count - at * 30)
    const share = (sum: number, index: number) => (index === 0 ? sum - items + 1 : 1)
    const list = (sheet: string, sum: number) =>
      Array.from({ length: items }, (_, index) => ({
        ...{ name: ledger.text(`rubric.${sheet}`, 200), maximum: share(sum, index) },
      }))
    const body = {
      ...{ yearId, advisor: list('advisor', 60), committee: list('committee', 40) },
      boundaries: Array.from({ length: 10 }, (_, index) => ({
        grade: ledger.tiny('rubric.grade'),
        minimum: 90 - index,
      })),
    }
    const { version } = good(await admin.call(readRubrics, { query: { yearId } }))
    good(await admin.call(updateRubrics, { ifMatch: version, body }))
  }
  return years.map((one) => one.name)
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`

/** A sheet of each kind with a payload in every cell, and what of it is valid written. */
async function sheets({ admin }: Faculty, ledger: Ledger, rows: number): Promise<string[]> {
  const ids: string[] = []
  for (const kind of ImportKind.options) {
    const columns = importColumns[kind]
    const width = (column: string) => (column === 'abbreviation' ? 20 : 100)
    const lines = Array.from({ length: rows }, () =>
      columns.map((column) => cell(ledger.text(`import.${kind}.${column}`, width(column)))).join(),
    )
    const content = [columns.map((column) => headingOf('en', kind, column)).join(), ...lines].join('\r\n')
    const name = `${ledger.text('import.fileName', 150).replaceAll('"', '%22').replaceAll('\n', '%0A')}.csv`
    const review = good(
      await admin.call(reviewImport, { params: { kind }, body: {}, file: { name, content: `\ufeff${content}` } }),
    )
    ledger.keptAs(name, review.fileName)
    ids.push(review.id)
    if (kind === 'majors') good(await admin.call(applyImport, { params: { importId: review.id } }))
  }
  return ids
}

/** The names of the installation in three languages, in the place of those before. */
export async function rename({ admin }: Faculty, ledger: Ledger): Promise<void> {
  const { version, name: _, ...look } = good(await admin.call(readInstallation))
  const name = {
    lo: ledger.text('installation.name', 200),
    th: ledger.text('installation.name', 200),
    en: ledger.text('installation.name', 200),
  }
  good(await admin.call(updateInstallation, { ifMatch: version, body: { ...look, name } }))
}

/** Reasons that only the record of changes shows, a few of each: they must be among its newest hundred. */
export async function reasons(app: TestApp, { admin }: Faculty, ledger: Ledger, count: number): Promise<void> {
  for (let index = 0; index < Math.min(count, 20); index += 1) {
    // not of one person: what is erased takes the other reason along
    const accountId = await app.account(`lost-${index}`, 'student')
    const factor = { account_id: accountId, seed: 'x'.repeat(64), confirmed_at: app.platform.now() }
    await app.platform.db.insertInto('second_factors').values(factor).execute()
    const lifted = { reason: ledger.text('account.liftReason', 2_000) }
    good(await admin.call(liftSecondFactor, { params: { accountId }, body: lifted }))
    const params = { accountId: await app.account(`leaver-${index}`, 'student') }
    const body = { confirmation: `leaver-${index}`, reason: ledger.text('person.eraseReason', 2_000) }
    good(await admin.call(erasePerson, { params, body }))
  }
}

/** Keeps so many of each. */
export async function furnish(app: TestApp, faculty: Faculty, ledger: Ledger, count: number): Promise<Office> {
  let place = { roomId: '', templateId: '' }
  for (let index = 0; index < count; index += 1) {
    await classes(faculty, ledger, index)
    await persons(app, faculty, ledger, index)
    const made = await things(faculty, ledger, index)
    if (index % 2 === 0) place = made
  }
  await refusals(app, faculty, ledger)
  const years = await rubrics(faculty, ledger, count)
  const importIds = await sheets(faculty, ledger, count)
  await rename(faculty, ledger)
  const someone = good(
    await faculty.admin.call(createAdvisor, {
      body: { name: ledger.text('advisor.name', 200), email: 'new@example.la', quotas: empty, majorIds: [] },
    }),
  )
  const accountIds = [someone.accountId]
  const [link] = good(await faculty.admin.call(inviteAccounts, { body: { accountIds, method: 'link' } })).items
  return { ...place, years, importIds, invitation: link?.path ?? '' }
}
