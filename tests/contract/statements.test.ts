import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { features } from '../../server/features.ts'
import { addProject, approve, buildFaculty, openDefenses, prepareDefense } from '../faculty.ts'
import { startApp, type TestApp, urlOf } from '../harness.ts'

let app: TestApp
let server: Awaited<ReturnType<typeof createApp>>
let cookie: string
let student: string
let counted = 0

const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    counted += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  app = await startApp()
  const faculty = await buildFaculty(app)
  await openDefenses(faculty)
  await prepareDefense(app, faculty)
  const other = await addProject(faculty, 1)
  await approve(faculty, other.project)
  cookie = faculty.admin.cookie ?? ''
  student = (await app.as(other.student.code)).cookie ?? ''
  server = await createApp({ ...app.platform, db: app.platform.db.withPlugin(counting) })
}, 120_000)
afterAll(async () => {
  await server?.close()
  await app.close()
})

async function statementsOf(url: string, as = cookie): Promise<number> {
  const headers = { cookie: as }
  // the first answer fills what is remembered
  await server.inject({ url, headers })
  counted = 0
  const { statusCode } = await server.inject({ url, headers })
  expect(statusCode).toBe(200)
  return counted
}

const lists = features
  .flatMap((one) => one.routes.map(({ endpoint }) => endpoint))
  .filter((one) => one.method === 'GET' && 'pageSize' in (one.query?.shape ?? {}) && !one.path.includes(':'))

describe('statements of an answer, once it is known who asks', () => {
  it('are counted', async () => {
    expect(lists.length).toBeGreaterThan(8)
    expect(await statementsOf('/api/v1/projects')).toBeGreaterThan(0)
  })

  it('are one for a list of projects and one for a project', async () => {
    expect(await statementsOf('/api/v1/projects?page=1&pageSize=20')).toBe(1)
    const { items } = (await server.inject({ url: '/api/v1/projects', headers: { cookie } })).json()
    expect(await statementsOf(`/api/v1/projects/${items[0].id}`)).toBe(1)
  })

  it.each(lists.map((one) => [one.operationId, one] as const))(
    'are three at most for %s, however long',
    async (_, one) => {
      const as = one.permission === 'invitation.answer' ? student : cookie
      const few = await statementsOf(urlOf(one, {}, { pageSize: 1 }), as)
      const many = await statementsOf(urlOf(one, {}, { pageSize: 100 }), as)
      expect(few).toBeLessThanOrEqual(3)
      expect(many).toBe(few)
    },
  )

  it('are fifteen at most for the dashboard', async () => {
    expect(await statementsOf('/api/v1/dashboard')).toBeLessThanOrEqual(15)
  })
})
