import { updateAdvisor } from '../../../../contract/advisors.ts'
import {
  assignCommittee,
  changeDefenseState,
  readDefense,
  scheduleDefense,
  updateDefenseSettings,
} from '../../../../contract/defenses.ts'
import { listMilestones, rescheduleMilestone } from '../../../../contract/milestones.ts'
import { approveChange, askForChange, declineChange } from '../../../../contract/projects/changes.ts'
import {
  approveProject,
  type Project,
  readProject,
  registerProject,
  rejectProject,
  submitProject,
  transferProject,
  updateProject,
  withdrawProject,
} from '../../../../contract/projects.ts'
import {
  type Evaluator,
  listSheets,
  overrideGrade,
  readResult,
  readRubrics,
  reopenSheet,
  saveSheet,
  submitSheet,
} from '../../../../contract/scoring.ts'
import { reviewSubmission, submitDocument, submitMilestone } from '../../../../contract/submissions.ts'
import { addStudent, type Faculty, good, pdf } from '../../../faculty.ts'
import type { Client, TestApp } from '../../../harness.ts'
import type { Ledger } from './ledger.ts'

/** The whole life of projects, with a payload in every text that anybody may write on the way. */

export interface Stories {
  readonly projectIds: readonly string[]
  /** The last student whose project went through everything. */
  readonly student: Client
  readonly studentId: string
}

interface Told {
  readonly app: TestApp
  readonly faculty: Faculty
  readonly ledger: Ledger
  readonly templateId: string
  readonly roomId: string
  readonly slots: readonly { id: string }[]
  readonly evaluators: Readonly<Record<Evaluator, Client>>
}

const perDay = 12
const day = (index: number) => new Date(Date.UTC(2027, 0, 4 + index)).toISOString().slice(0, 10)

/** Nobody has a free place to supervise, so that each registration needs a reason; seats there are enough. */
async function fewPlaces(faculty: Faculty): Promise<void> {
  for (const one of (faculty.advisors[0] ?? []).slice(0, 4)) {
    const quotas = { supervising: 0, chair: 500, second: 500, third: 500 }
    good(
      await faculty.admin.call(updateAdvisor, {
        params: { advisorId: one.id },
        ifMatch: one.version,
        body: { quotas },
      }),
    )
  }
}

async function defenseDays(faculty: Faculty) {
  const clock = (hour: number, minute: string) => `${String(hour + 7).padStart(2, '0')}:${minute}`
  const slots = Array.from({ length: perDay }, (_, hour) => ({
    startsAt: clock(hour, '00'),
    endsAt: clock(hour, '45'),
  }))
  const body = { startsOn: day(0), endsOn: day(80), slots }
  return good(await faculty.admin.call(updateDefenseSettings, { ifMatch: 0, body })).slots
}

const advisorId = (faculty: Faculty, at: number) => faculty.advisors[0]?.[at]?.id ?? ''

function topicsOf(ledger: Ledger) {
  return {
    topicLo: ledger.text('project.topicLo', 500),
    topicEn: ledger.text('project.topicEn', 500),
    topicTh: ledger.text('project.topicTh', 500),
    abstract: ledger.text('project.abstract', 5_000),
  }
}

const overrides = (ledger: Ledger) => ({
  similarityOverride: ledger.text('project.similarityOverride', 2_000),
  overQuota: ledger.text('project.overQuota', 2_000),
})

/** An abstract is asked for twice: declined, then approved. */
async function changed({ faculty: { admin }, ledger }: Told, { id }: Project, abstract: string): Promise<Project> {
  const params = { projectId: id }
  const now = async () => good(await admin.call(readProject, { params }))
  const ask = async (text: string) => {
    const body = { abstract: text, reason: ledger.text('change.reason', 2_000) }
    return good(await admin.call(askForChange, { params, ifMatch: (await now()).version, body }))
  }
  const first = await ask('ສະບັບທຳອິດ')
  const reason = ledger.text('change.declineReason', 2_000)
  good(await admin.call(declineChange, { params, ifMatch: first.version, body: { reason } }))
  const second = await ask(abstract)
  const comment = ledger.text('change.comment', 2_000)
  good(await admin.call(approveChange, { params, ifMatch: second.version, body: { comment } }))
  return now()
}

/** Registered, given to another advisor, approved, changed. */
async function begun(told: Told, studentId: string) {
  const { ledger, templateId } = told
  const { admin, ...faculty } = told.faculty
  const { abstract, ...topics } = topicsOf(ledger)
  const body = { ...topics, ...overrides(ledger), memberIds: [studentId] }
  const all = { admin, ...faculty }
  let project = good(await admin.call(registerProject, { body: { ...body, advisorId: advisorId(all, 0) } }))
  const params = { projectId: project.id }
  const reason = ledger.text('project.transferReason', 2_000)
  const transfer = { advisorId: advisorId(all, 1), reason, overQuota: ledger.text('project.overQuota', 2_000) }
  project = good(await admin.call(transferProject, { params, ifMatch: project.version, body: transfer }))
  const comment = ledger.text('project.approvalComment', 2_000)
  const approval = { templateId, startsOn: '2026-10-01', comment }
  const approved = good(await admin.call(approveProject, { params, ifMatch: project.version, body: approval }))
  return changed(told, approved, abstract)
}

/** A name as a browser writes it into a form. */
const formName = (text: string) => `${text.replaceAll('"', '%22').replaceAll('\n', '%0A')}.pdf`

/** Chapters and the document, handed in and judged. */
async function handedIn({ faculty: { admin }, ledger }: Told, project: Project, student: Client) {
  const params = { projectId: project.id }
  const [first] = good(await admin.call(listMilestones, { params })).items
  const milestone = { milestoneId: first?.id ?? '' }
  const moved = { dueOn: '2027-02-01', reason: ledger.text('milestone.rescheduleReason', 2_000) }
  good(await admin.call(rescheduleMilestone, { params: milestone, ifMatch: first?.version ?? 0, body: moved }))
  const send = () => ({
    body: { note: ledger.text('submission.note', 2_000) },
    file: { name: formName(ledger.text('submission.fileName', 200)), content: pdf },
  })
  const judge = async (submissionId: string, decision: 'approved' | 'revision') => {
    const feedback = ledger.text('submission.feedback', 5_000)
    good(await admin.call(reviewSubmission, { params: { submissionId }, body: { decision, feedback } }))
  }
  const [one, two] = [send(), send()]
  const chapter = good(await student.call(submitMilestone, { params: milestone, ...one }))
  const document = good(await student.call(submitDocument, { params: { ...params, kind: 'pre_defense' }, ...two }))
  ledger.keptAs(one.file.name, chapter.file.name)
  ledger.keptAs(two.file.name, document.file.name)
  await judge(chapter.id, 'revision')
  await judge(document.id, 'approved')
}

/** A committee, a defense that is put off once, and its end. */
async function defended({ faculty, ledger, roomId, slots }: Told, projectId: string, index: number) {
  const { admin } = faculty
  const params = { projectId }
  const version = async () => good(await admin.call(readDefense, { params })).version
  const seats = { chair: advisorId(faculty, 0), second: advisorId(faculty, 2), third: advisorId(faculty, 3) }
  good(await admin.call(assignCommittee, { params, ifMatch: await version(), body: seats }))
  const body = { date: day(Math.floor(index / perDay)), slotId: slots[index % perDay]?.id ?? '', roomId }
  const schedule = async () =>
    good(await admin.call(scheduleDefense, { params, ifMatch: await version(), body })).version
  const off = { status: 'postponed', reason: ledger.text('defense.reason', 2_000) } as const
  good(await admin.call(changeDefenseState, { params, ifMatch: await schedule(), body: off }))
  let at = await schedule()
  for (const status of ['in_progress', 'completed'] as const) {
    at = good(await admin.call(changeDefenseState, { params, ifMatch: at, body: { status } })).version
  }
}

/** Four sheets with comments, one of them given back once, and a grade that is replaced. */
async function scored({ faculty: { admin }, ledger, evaluators }: Told, projectId: string) {
  const sheetOf = async (evaluator: Evaluator) => {
    const { items } = good(await admin.call(listSheets, { params: { projectId } }))
    return items.find((one) => one.evaluator === evaluator)
  }
  const fill = async (evaluator: Evaluator) => {
    const params = { projectId, evaluator }
    const sheet = await sheetOf(evaluator)
    const comment = sheet?.comment ?? ledger.text('sheet.comment', 5_000)
    const items = (sheet?.items ?? []).map(({ itemId, maximum }) => ({ itemId, score: maximum }))
    const saved = await evaluators[evaluator].call(saveSheet, {
      ...{ params, ifMatch: sheet?.version ?? 0 },
      body: { items, comment },
    })
    return good(await evaluators[evaluator].call(submitSheet, { params, ifMatch: good(saved).version }))
  }
  for (const evaluator of Object.keys(evaluators) as Evaluator[]) {
    const { version } = await fill(evaluator)
    if (evaluator !== 'third') continue
    const body = { reason: ledger.text('sheet.reopenReason', 2_000) }
    good(await admin.call(reopenSheet, { params: { projectId, evaluator }, ifMatch: version, body }))
    await fill(evaluator)
  }
  const params = { projectId }
  const { version } = good(await admin.call(readResult, { params }))
  const { boundaries } = good(await admin.call(readRubrics))
  const body = { grade: boundaries.at(-1)?.grade ?? '', reason: ledger.text('result.overrideReason', 2_000) }
  good(await admin.call(overrideGrade, { params, ifMatch: version, body }))
}

/** Planned, written anew, handed in, rejected, handed in again and withdrawn. */
async function givenUp({ faculty, ledger }: Told): Promise<string> {
  const { admin } = faculty
  const member = await addStudent(faculty, 0)
  const plain = { topicLo: 'ຫົວຂໍ້ທຳອິດ', topicEn: 'The first topic', draft: true }
  const body = { ...plain, memberIds: [member.id], advisorId: advisorId(faculty, 2) }
  let project = good(await admin.call(registerProject, { body }))
  const params = { projectId: project.id }
  const at = () => ({ params, ifMatch: project.version })
  project = good(await admin.call(updateProject, { ...at(), body: topicsOf(ledger) }))
  project = good(await admin.call(submitProject, { ...at(), body: overrides(ledger) }))
  const rejection = { reason: ledger.text('project.rejectionReason', 2_000) }
  project = good(await admin.call(rejectProject, { ...at(), body: rejection }))
  project = good(await admin.call(submitProject, { ...at(), body: overrides(ledger) }))
  const withdrawal = { reason: ledger.text('project.withdrawalReason', 2_000) }
  good(await admin.call(withdrawProject, { ...at(), body: withdrawal }))
  return project.id
}

/** Tells so many stories, two projects each. */
export async function tellStories(
  app: TestApp,
  faculty: Faculty,
  ledger: Ledger,
  place: { templateId: string; roomId: string; count: number },
): Promise<Stories> {
  await fewPlaces(faculty)
  const evaluators = {
    advisor: await app.as('bm.two'),
    ...{ chair: await app.as('bm.one'), second: await app.as('bm.three'), third: await app.as('bm.four') },
  }
  const told = { app, faculty, ledger, ...place, slots: await defenseDays(faculty), evaluators }
  const projectIds: string[] = []
  let student: Client = app
  let studentId = ''
  for (let index = 0; index < place.count; index += 1) {
    const member = await addStudent(faculty, 0)
    student = await app.as(member.code)
    studentId = member.id
    const project = await begun(told, member.id)
    await handedIn(told, project, student)
    await defended(told, project.id, index)
    await scored(told, project.id)
    projectIds.push(project.id, await givenUp(told))
  }
  return { projectIds, student, studentId }
}
