import { createYear } from '../../../../contract/academics.ts'
import { createTemplate, listMilestones } from '../../../../contract/milestones.ts'
import { askForChange } from '../../../../contract/projects/changes.ts'
import { type Project, rejectProject } from '../../../../contract/projects.ts'
import { type Evaluator, readRubrics, saveSheet, submitSheet, updateRubrics } from '../../../../contract/scoring.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  good,
  openDefenses,
  prepareDefense,
  schedule,
} from '../../../faculty.ts'
import type { Client, TestApp } from '../../../harness.ts'

const seats = { advisor: 'bm.one', chair: 'bm.two', second: 'bm.three', third: 'bm.four' } as const

/** Fills every item of a sheet, which has version 1 then. */
async function saveWhole(app: TestApp, projectId: string, evaluator: Evaluator, login: string): Promise<Client> {
  const client = await app.as(login)
  const rubrics = good(await client.call(readRubrics))
  const items = (evaluator === 'advisor' ? rubrics.advisor : rubrics.committee).map(({ id, maximum }) => ({
    ...{ itemId: id, score: maximum },
  }))
  good(await client.call(saveSheet, { params: { projectId, evaluator }, ifMatch: 0, body: { items } }))
  return client
}

/** A project whose four sheets are handed in, so that its result is computed. */
async function addGraded(app: TestApp, projectId: string): Promise<void> {
  for (const [evaluator, login] of Object.entries(seats) as [Evaluator, string][]) {
    const client = await saveWhole(app, projectId, evaluator, login)
    good(await client.call(submitSheet, { params: { projectId, evaluator }, ifMatch: 1 }))
  }
}

async function rejected(faculty: Faculty): Promise<Project> {
  const { project } = await addProject(faculty)
  const params = { projectId: project.id }
  const body = { reason: 'Too wide' }
  return good(await faculty.admin.call(rejectProject, { params, ifMatch: project.version, body }))
}

/** An approved project, with a change that was asked for unless it is to be. */
async function changing(faculty: Faculty, advisor: number, asked = true): Promise<string> {
  const { id, version } = await approve(faculty, (await addProject(faculty, 0, advisor)).project)
  const body = { abstract: 'another', reason: 'because' }
  if (asked) good(await faculty.admin.call(askForChange, { params: { projectId: id }, ifMatch: version, body }))
  return id
}

/** One of each thing that has a version, in a state in which it can be changed. */
export async function buildWorld(app: TestApp) {
  const faculty = await buildFaculty(app, 'registrar')
  const { admin } = faculty
  const planned = { name: '2040-2041', startsOn: '2040-09-01', endsOn: '2041-07-31' }
  const year = good(await admin.call(createYear, { body: planned }))
  const defenses = await openDefenses(faculty)
  // the second one moves on, day by day, to where nobody is
  const scheduled: Awaited<ReturnType<typeof prepareDefense>>[] = []
  for (const [slot, date] of ['2027-05-04', '2027-05-07', '2027-05-06', '2027-05-05'].entries()) {
    const one = await prepareDefense(app, faculty, slot % 2)
    good(await schedule(faculty, defenses, one.project.id, slot % 2, date))
    scheduled.push(one)
  }
  const [graded, moved, begun, seated] = scheduled.map((one) => one.project.id)
  // scoring freezes the rubrics, which therefore are set before
  const { advisor, committee, boundaries, version } = good(await admin.call(readRubrics))
  const named = (items: typeof advisor) => items.map(({ name, maximum }) => ({ name, maximum }))
  const rubrics = { advisor: named(advisor), committee: named(committee), boundaries }
  good(await admin.call(updateRubrics, { ifMatch: version, body: rubrics }))
  await addGraded(app, graded ?? '')
  const { project: approved } = await addProject(faculty, 1, 1)
  await approve(faculty, approved)
  const { items } = good(await admin.call(listMilestones, { params: { projectId: approved.id } }))
  // before the template that is edited, which no project may have been approved with
  const changes = {
    toChange: await changing(faculty, 1, false),
    toDecline: await changing(faculty, 1),
    toTakeBack: await changing(faculty, 2),
  }
  const pending = async () => (await addProject(faculty, 1, 3)).project.id
  return {
    ...{ faculty, admin, defenses, year, graded, moved, begun, seated, approved: approved.id },
    ...changes,
    template: good(
      await admin.call(createTemplate, { body: { name: 'n 0', tasks: [{ name: 'x', durationDays: 1 }] } }),
    ),
    milestone: items[0]?.id ?? '',
    student: await addStudent(faculty, 1),
    edited: (await rejected(faculty)).id,
    again: (await rejected(faculty)).id,
    toApprove: await pending(),
    toReject: await pending(),
    toWithdraw: await pending(),
    toTransfer: (await addProject(faculty, 1, 2)).project.id,
    guest: await app.account('guest', 'advisor'),
    supervisor: await app.as('mk.one'),
    firstItem: advisor[0]?.name ?? '',
    chair: await saveWhole(app, moved ?? '', 'chair', 'mk.two'),
  }
}

export type World = Awaited<ReturnType<typeof buildWorld>>
