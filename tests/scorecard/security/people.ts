import { listMilestones } from '../../../contract/milestones.ts'
import type { Stage } from '../../deploy/stage.ts'
import { addProject, addStudent, approve, buildFaculty, good, openDefenses, prepareDefense } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'

/** Everybody who may come along, with things of theirs in several states. */
export interface Cast {
  /** Sessions as Cookie headers; the empty one is nobody's. */
  readonly cookies: readonly string[]
  readonly ids: readonly string[]
}

export async function castOf(app: TestApp): Promise<Cast> {
  const faculty = await buildFaculty(app)
  await openDefenses(faculty)
  const { project, submission, client } = await prepareDefense(app, faculty)
  const pending = await addProject(faculty, 1)
  const approved = await approve(faculty, (await addProject(faculty, 1)).project)
  const stranger = await addStudent(faculty, 1)
  const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
  const logins = ['bm.one', 'bm.two', 'bm.office', 'mk.office', stranger.code]
  const clients = []
  for (const login of logins) clients.push(await app.as(login))
  return {
    cookies: ['', faculty.admin.cookie ?? '', client.cookie ?? '', ...clients.map((one) => one.cookie ?? '')],
    ids: [
      ...[project.id, pending.project.id, approved.id, submission.id, stranger.id, project.year.id, project.advisor.id],
      ...[...items.map((one) => one.id), ...project.members.map((one) => one.id)],
      '00000000-0000-4000-8000-000000000000',
    ],
  }
}

/** Sessions of so many people with no record, in the database of a stage, as Cookie headers. */
export async function signedIn(stage: Stage, count: number): Promise<string[]> {
  const app = await startApp({ ...stage.settings, BM23_RATE_ANONYMOUS_PER_HOUR: '1000000' })
  try {
    const cookies = []
    for (let made = 0; made < count; made += 1) {
      await app.account(`visitor${made}`, 'admin')
      cookies.push((await app.as(`visitor${made}`)).cookie ?? '')
    }
    return cookies
  } finally {
    await app.close()
  }
}
