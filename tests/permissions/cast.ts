import { randomBytes } from 'node:crypto'
import { createYear } from '../../contract/academics.ts'
import { listSessions } from '../../contract/accounts/sessions.ts'
import { createAccessToken } from '../../contract/accounts/tokens.ts'
import { createAdvisor } from '../../contract/advisors.ts'
import { assignCommittee, createRoom, readDefense } from '../../contract/defenses.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { copyYear, reviewImport } from '../../contract/imports.ts'
import { listMilestones, listTemplates } from '../../contract/milestones.ts'
import { askForChange } from '../../contract/projects/changes.ts'
import { listProjectInvitations } from '../../contract/projects/invitations.ts'
import { readProject, transferProject } from '../../contract/projects.ts'
import type { Student } from '../../contract/students.ts'
import { features } from '../../server/features.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  good,
  openDefenses,
  pdf,
  prepareDefense,
  schedule,
} from '../faculty.ts'
import type { Client, TestApp } from '../harness.ts'
import { bodies, someId } from './samples.ts'

/** Everybody who may come along, by how they are related to the project that is asked for; the columns of the table. */
export const people = [
  ...['nobody', 'member', 'other student', 'supervisor', 'former supervisor', 'committee', 'former committee'],
  ...[
    'other advisor',
    'own office',
    'other office',
    'admin',
    'deactivated admin',
    'admin owing a password',
    'admin owing a factor',
  ],
] as const

export const endpoints: Endpoint[] = features.flatMap((one) => one.routes.map((route) => route.endpoint))

export interface Cast {
  readonly clients: Readonly<Record<string, Client>>
  /** Ids of things that are there, by the names of path parameters. */
  readonly params: Readonly<Record<string, string>>
}

async function addAdvisor(faculty: Faculty, login: string) {
  const quotas = { supervising: 3, chair: 5, second: 5, third: 5 }
  const majorIds = [faculty.majors[0]?.id ?? '']
  return good(await faculty.admin.call(createAdvisor, { body: { name: `Dr. ${login}`, login, quotas, majorIds } }))
}

/** The supervisor and a seat of the committee change hands: whoever had them before has nothing left. */
async function changeHands(faculty: Faculty, projectId: string) {
  const { admin, advisors } = faculty
  const params = { projectId }
  const [supervisor, third] = [await addAdvisor(faculty, 'bm.five'), await addAdvisor(faculty, 'bm.six')]
  const project = good(await admin.call(readProject, { params }))
  const body = { advisorId: supervisor.id, reason: 'Away for a year' }
  good(await admin.call(transferProject, { params, ifMatch: project.version, body }))
  const { version } = good(await admin.call(readDefense, { params }))
  const [, chair, second] = advisors[0] ?? []
  const seats = { chair: chair?.id ?? null, second: second?.id ?? null, third: third.id }
  good(await admin.call(assignCommittee, { params, ifMatch: version, body: seats }))
}

/** How the program is started for them: whoever runs the office must show a second factor. */
export const strict = { BM23_SECOND_FACTOR: 'staff', BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}` }

/** An admin who gave a password and no more. */
async function weakAdmin(app: TestApp) {
  const id = await app.account('weak', 'admin')
  const client = await app.as('weak')
  await app.platform.db.updateTable('sessions').set({ strong: false }).where('account_id', '=', id).execute()
  return client
}

/** An admin who signed in, and to whom something happened afterwards. */
async function formerAdmin(
  app: TestApp,
  login: string,
  change: { status: string } | { must_change_password: boolean },
) {
  const id = await app.account(login, 'admin')
  const client = await app.as(login)
  await app.platform.db.updateTable('accounts').set(change).where('id', '=', id).execute()
  return client
}

/** A letter that failed for good; what a query makes of a failure is shown elsewhere. */
async function failedMail({ platform }: TestApp): Promise<string> {
  const values = { kind: 'invitation', data: '{}', status: 'failed', done_at: platform.now() }
  return (await platform.db.insertInto('mails').values(values).returning('id').executeTakeFirstOrThrow()).id
}

/** The member asks that another student joins, who is invited. Returns the invitation. */
async function openChange(app: TestApp, member: Client, projectId: string, student: Student): Promise<string> {
  const params = { projectId }
  const { version, members } = good(await member.call(readProject, { params }))
  const memberIds = [...members.map(({ id }) => id), student.id]
  const body = { topicTh: 'หัวข้ออื่น', abstract: 'What it is about', memberIds, reason: 'Two do it better' }
  good(await member.call(askForChange, { params, ifMatch: version, body }))
  const { items } = good(await (await app.as(student.code)).call(listProjectInvitations))
  return items[0]?.id ?? ''
}

/** A passkey of a student, which shows nothing. */
async function oldPasskey({ platform }: TestApp, studentId: string): Promise<string> {
  const accounts = platform.db.selectFrom('students').select('account_id').where('id', '=', studentId)
  const { account_id } = await accounts.executeTakeFirstOrThrow()
  const key = { credential_id: Buffer.from('x'), public_key: Buffer.from('x'), counter: 0, transports: [] as string[] }
  const values = { account_id, ...key, name: 'x' }
  return (await platform.db.insertInto('passkeys').values(values).returning('id').executeTakeFirstOrThrow()).id
}

/** A year before with a room that was copied from it. */
async function lastYear({ admin, year }: Faculty) {
  const before = { name: '2025-2026', startsOn: '2025-09-01', endsOn: '2026-07-31' }
  const { id: sourceYearId } = good(await admin.call(createYear, { body: before }))
  good(await admin.call(createRoom, { body: { yearId: sourceYearId, name: 'Old room' } }))
  const body = { sourceYearId, kinds: ['rooms' as const] }
  const { copyId } = good(await admin.call(copyYear, { params: { yearId: year.id }, body }))
  return { sourceYearId, copyId: copyId ?? '' }
}

export async function castOf(app: TestApp): Promise<Cast> {
  const faculty = await buildFaculty(app)
  const { admin, year, advisors, majors, classrooms } = faculty
  const defenses = await openDefenses(faculty)
  const { project, submission, client, student } = await prepareDefense(app, faculty)
  await changeHands(faculty, project.id)
  good(await schedule(faculty, defenses, project.id))
  await approve(faculty, (await addProject(faculty, 1)).project)
  await addProject(faculty, 0, 1)
  const stranger = await addStudent(faculty, 1)
  const office = await app.as('bm.office')
  const milestones = good(await client.call(listMilestones, { params: { projectId: project.id } })).items
  const token = good(await client.call(createAccessToken, { body: { name: 'x', expiresOn: '2100-01-01' } }))
  await app.as(student.code)
  const elsewhere = good(await client.call(listSessions)).items.find((one) => !one.current)
  const sheet = { name: 'x.csv', content: 'Student ID,Name,Surname,Gender,Major,Classroom\n155N9/22,A,B,Male,BM,BM-4A' }
  const review = good(await office.call(reviewImport, { params: { kind: 'students' }, body: {}, file: sheet }))
  const mail = await failedMail(app)
  const invitationId = await openChange(app, client, project.id, stranger)
  return {
    clients: {
      ...{ nobody: app, member: client, 'other student': await app.as(stranger.code), 'own office': office, admin },
      ...{ supervisor: await app.as('bm.five'), 'former supervisor': await app.as('bm.one') },
      ...{ committee: await app.as('bm.two'), 'former committee': await app.as('bm.four') },
      ...{ 'other advisor': await app.as('mk.two'), 'other office': await app.as('mk.office') },
      'deactivated admin': await formerAdmin(app, 'gone', { status: 'deactivated' }),
      'admin owing a password': await formerAdmin(app, 'owing', { must_change_password: true }),
      // last: who signs in after it makes every session strong
      'admin owing a factor': await weakAdmin(app),
    },
    params: {
      ...{ projectId: project.id, submissionId: submission.id, milestoneId: milestones[0]?.id ?? '' },
      ...{ kind: 'pre_defense', evaluator: 'chair', token: 'x'.repeat(43), tokenId: token.id, importId: review.id },
      ...{ sessionId: elsewhere?.id ?? '', invitationId, ...(await lastYear(faculty)) },
      passkeyId: await oldPasskey(app, student.id),
      ...{ yearId: year.id, majorId: majors[0]?.id ?? '', classroomId: classrooms[0]?.id ?? '' },
      ...{ advisorId: advisors[0]?.[1]?.id ?? '', studentId: student.id, roomId: defenses.room.id },
      ...{
        mailId: mail,
        templateId: good(await admin.call(listTemplates)).items[0]?.id ?? '',
        accountId: faculty.dean,
      },
    },
  }
}

/** Bodies that speak of things that are there, of the major whose office is the own one. */
function bodyOf({ operationId }: Endpoint, params: Cast['params']) {
  const { majorId, classroomId, studentId, advisorId, accountId, sourceYearId, projectId } = params
  const own: Record<string, object> = {
    inviteAccounts: { accountIds: [accountId] },
    createClassroom: { majorId },
    createAdvisor: { majorIds: [majorId] },
    createStudent: { majorId, classroomId },
    changeStudents: { selection: { ids: [studentId] } },
    changeAdvisors: { selection: { ids: [advisorId] } },
    registerProject: { memberIds: [studentId], advisorId },
    copyYear: { sourceYearId },
    handOverProjects: { receivers: [{ projectId, version: 99_999, advisorId }] },
  }
  return { ...(bodies[operationId] as object), ...own[operationId] }
}

/** Asks as somebody, with everything that a request of this kind needs; a change asks for a version that is not there. */
export function ask({ clients, params }: Cast, endpoint: Endpoint, who: string) {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const here = /^\/import/.test(endpoint.path) ? { ...params, kind: 'students' } : params
  return (clients[who] as Client).call(endpoint, {
    ...({
      params: Object.fromEntries(names.map((name) => [name, here[name as keyof typeof here] ?? someId])),
    } as object),
    ...(endpoint.operationId === 'findStudents' ? { query: { q: 'zz' } as never } : {}),
    ...(endpoint.operationId === 'previewYearCopy' ? { query: { sourceYearId: params.sourceYearId } as never } : {}),
    ...(endpoint.body ? { body: bodyOf(endpoint, params) as never } : {}),
    ...(endpoint.upload ? { file: { name: 'x.pdf', content: pdf } } : {}),
    ...(endpoint.ifMatch ? { ifMatch: 99_999 } : {}),
  })
}
