import { afterAll, beforeAll, expect, it } from 'vitest'
import { listProjects, transferProject } from '../../contract/projects.ts'
import { prepareDatabase } from '../database.ts'
import { addProject, approve, buildFaculty, type Faculty } from '../faculty.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Person, type Stage, stageOn } from './stage.ts'

let app: TestApp
let stage: Stage
let faculty: Faculty
let admin: Person
const codes: string[] = []

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  const { project } = await addProject(faculty)
  await approve(faculty, project)
  codes.push(project.code, (await addProject(faculty)).project.code)
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  admin = await stage.open('admin')
  await act.signIn(admin, 'dean', password)
})
afterAll(async () => {
  // the browser writes down the one refusal of the story
  expect(stage.troubles.filter((one) => !one.includes('412 (Precondition Failed)'))).toEqual([])
  await stage.close()
})

/** The office gives a project to somebody else, and back. */
async function changeMeanwhile(code: string) {
  const { items } = await act.ask(admin, listProjects, { query: { q: code } as never })
  const [project] = items
  const [from, to] = [faculty.advisors[0]?.[0], faculty.advisors[0]?.[2]]
  for (const [version, advisorId] of [to?.id, from?.id].entries()) {
    const params = { projectId: project?.id ?? '' }
    const body = { advisorId: advisorId ?? '', reason: 'ຊົ່ວຄາວ' }
    await act.ask(admin, transferProject, { params, body, ifMatch: (project?.version ?? 0) + version })
  }
}

it('an administrator hands over all projects of an advisor who leaves', async () => {
  const { page } = admin
  await act.goTo(admin, '/advisors')
  await act.press(page, lao('academics.actionsFor', { name: 'Dr. bm.one' }))
  await page.getByRole('menuitem', { name: lao('advisors.handOver') }).click()
  await page.getByRole('heading', { level: 1, name: lao('projects.handOverTitle', { name: 'Dr. bm.one' }) }).waitFor()
  const receivers = codes.map((code) => act.field(page, lao('projects.handOverTo', { code })))
  // somebody is proposed for each
  for (const one of receivers) expect(await one.inputValue()).toMatch(/^Dr\. bm\./)
  await look(stage, admin, 'hand-over', { dark: true })

  // nothing moves without a reason
  const send = page.getByRole('button', { name: lao('projects.handOverNow', { count: 2 }) })
  await send.click()
  await page.locator('textarea[aria-invalid="true"]').waitFor()
  await act.field(page, lao('reason.label')).fill('ຍ້າຍໄປສອນຢູ່ມະຫາວິທະຍາໄລອື່ນ')
  // one that somebody changed meanwhile is marked, and none has moved
  await changeMeanwhile(codes[1] ?? '')
  await send.press('Enter')
  const marked = page.getByRole('listitem').filter({ hasText: lao('problem.version.stale') })
  await marked.getByText(codes[1] ?? '', { exact: true }).waitFor()
  await send.press('Enter')
  await page.getByRole('heading', { level: 1, name: lao('nav.advisors') }).waitFor()
  await act.reads(page, lao('projects.handedOver', { count: 2 }))
  const { items } = await act.ask(admin, listProjects, { query: { pageSize: 100 } as never })
  expect(items.map(({ advisor }) => advisor.name)).not.toContain('Dr. bm.one')
})

it('then there is nothing left, and the page says so', async () => {
  const { page } = admin
  const leaver = faculty.advisors[0]?.[0]
  await act.goTo(admin, `/advisors/${leaver?.id}/hand-over`)
  await act.reads(page, lao('projects.handOverNone'))
  await look(stage, admin, 'hand-over-none')
})
