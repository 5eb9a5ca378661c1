import { activateYear, createClassroom, createMajor, createYear } from '../contract/academics.ts'
import { type Advisor, createAdvisor, setManagedMajors } from '../contract/advisors.ts'
import {
  assignCommittee,
  createRoom,
  readDefense,
  scheduleDefense,
  updateDefenseSettings,
} from '../contract/defenses.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { listTemplates } from '../contract/milestones.ts'
import { approveProject, type Project, registerProject } from '../contract/projects.ts'
import { createStudent, type Student } from '../contract/students.ts'
import { listSubmissions, reviewSubmission, submitDocument } from '../contract/submissions.ts'
import type { Client, TestAnswer, TestApp } from './harness.ts'

/** The smallest file that is a PDF by content. */
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

/** The body of an answer that must have been a success. */
export function good<E extends Endpoint>(answer: TestAnswer<E>): TestAnswer<E>['body'] {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.problem)}`)
  return answer.body
}

/** One faculty through the interface: two majors, four advisors each, an office for each major; `login` is its admin's. */
export async function buildFaculty(app: TestApp, login = 'dean') {
  const dean = await app.account(login, 'admin')
  const admin = await app.as(login)
  const planned = good(
    await admin.call(createYear, { body: { name: '2026-2027', startsOn: '2026-09-01', endsOn: '2027-07-31' } }),
  )
  const year = good(await admin.call(activateYear, { params: { yearId: planned.id }, ifMatch: planned.version }))
  const majors = []
  const classrooms = []
  const advisors: Advisor[][] = []
  for (const abbreviation of ['BM', 'MK']) {
    const major = good(await admin.call(createMajor, { body: { name: `Major ${abbreviation}`, abbreviation } }))
    majors.push(major)
    classrooms.push(
      good(await admin.call(createClassroom, { body: { name: `${abbreviation}-4A`, majorId: major.id } })),
    )
    const row: Advisor[] = []
    for (const part of ['one', 'two', 'three', 'four', 'office']) {
      const login = `${abbreviation}.${part}`.toLowerCase()
      const quotas = { supervising: 3, chair: 5, second: 5, third: 5 }
      const body = { name: `Dr. ${login}`, login, email: `${login}@example.la`, quotas, majorIds: [major.id] }
      row.push(good(await admin.call(createAdvisor, { body })))
    }
    const office = row[4] as Advisor
    const params = { advisorId: office.id }
    row[4] = good(
      await admin.call(setManagedMajors, { params, ifMatch: office.version, body: { majorIds: [major.id] } }),
    )
    advisors.push(row)
  }
  return { admin, dean, year, majors, classrooms, advisors }
}

export type Faculty = Awaited<ReturnType<typeof buildFaculty>>

let numbers = 1000

/** A new student of the n-th major; the login is the student ID. */
export async function addStudent(faculty: Faculty, n = 0): Promise<Student> {
  numbers += 1
  const code = `155N${numbers}/22`
  const body = { code, gender: 'female', givenName: 'ຄຳ', surname: 'ໃໝ່' } as const
  const { majors, classrooms } = faculty
  const place = { majorId: majors[n]?.id ?? '', classroomId: classrooms[n]?.id ?? '' }
  return good(await faculty.admin.call(createStudent, { body: { ...body, ...place } }))
}

const topics = ['ມັນຕົ້ນ', 'ກາເຟ', 'ໂຮງແຮມ', 'ທະນາຄານ', 'ຕະຫຼາດ', 'ເຂື່ອນ', 'ລົດໄຟ', 'ຜ້າໄໝ']

/** Topics that resemble no other. */
export function freshTopic(): { topicLo: string; topicEn: string } {
  numbers += 1
  const word = topics[numbers % topics.length]
  const letters = Array.from(String(numbers), (digit) => 'qwxzvkjyhg'[Number(digit)]).join('')
  return {
    topicLo: `${word} ${letters} ${letters}${word} ${numbers}`,
    topicEn: `${letters} ${letters}ing ${numbers} ${letters}ed`,
  }
}

/** A pending project of one new student with an advisor of the n-th major. */
export async function addProject(
  faculty: Faculty,
  n = 0,
  advisor = 0,
): Promise<{ project: Project; student: Student }> {
  const student = await addStudent(faculty, n)
  const advisorId = faculty.advisors[n]?.[advisor]?.id ?? ''
  const body = { ...freshTopic(), memberIds: [student.id], advisorId }
  return { student, project: good(await faculty.admin.call(registerProject, { body })) }
}

export async function approve(faculty: Faculty, project: Project): Promise<Project> {
  const template = good(await faculty.admin.call(listTemplates)).items[0]
  const body = { templateId: template?.id ?? '', startsOn: '2026-10-01' }
  return good(
    await faculty.admin.call(approveProject, { params: { projectId: project.id }, ifMatch: project.version, body }),
  )
}

/** Days, slots and a room; needed once before anything is scheduled. */
export async function openDefenses(faculty: Faculty) {
  const slots = [
    { startsAt: '09:00', endsAt: '10:00' },
    { startsAt: '10:15', endsAt: '11:15' },
  ]
  const body = { startsOn: '2027-05-03', endsOn: '2027-05-14', slots }
  const settings = good(await faculty.admin.call(updateDefenseSettings, { ifMatch: 0, body }))
  const room = good(await faculty.admin.call(createRoom, { body: { name: 'A 101' } }))
  return { settings, room, slots: settings.slots }
}

export type Defenses = Awaited<ReturnType<typeof openDefenses>>

/** Approved, with the document before the defense accepted and a committee of advisors two, three and four. */
export async function prepareDefense(app: TestApp, faculty: Faculty, n = 0) {
  const { student, project: pending } = await addProject(faculty, n)
  const project = await approve(faculty, pending)
  const params = { projectId: project.id }
  const client = await app.as(student.code)
  const file = { name: 'ບົດ.pdf', content: pdf }
  const submission = good(
    await client.call(submitDocument, { params: { ...params, kind: 'pre_defense' }, body: {}, file }),
  )
  const decision = { decision: 'approved' } as const
  good(await faculty.admin.call(reviewSubmission, { params: { submissionId: submission.id }, body: decision }))
  const [, chair, second, third] = faculty.advisors[n] ?? []
  const body = { chair: chair?.id ?? null, second: second?.id ?? null, third: third?.id ?? null }
  const { version } = good(await faculty.admin.call(readDefense, { params }))
  good(await faculty.admin.call(assignCommittee, { params, ifMatch: version, body }))
  return { project, student, client, submission }
}

export async function schedule(faculty: Faculty, defenses: Defenses, projectId: string, slot = 0, date = '2027-05-04') {
  const params = { projectId }
  const { version } = good(await faculty.admin.call(readDefense, { params }))
  const body = { date, slotId: defenses.slots[slot]?.id ?? '', roomId: defenses.room.id }
  return await faculty.admin.call(scheduleDefense, { params, ifMatch: version, body })
}

export async function submissionsOf(client: Client, projectId: string) {
  return good(await client.call(listSubmissions, { params: { projectId } }))
}
