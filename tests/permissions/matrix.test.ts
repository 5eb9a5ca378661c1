import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { listMilestones } from '../../contract/milestones.ts'
import { policy, type Role, type Scope } from '../../contract/permissions.ts'
import { features } from '../../server/features.ts'
import { addProject, addStudent, approve, buildFaculty, good, openDefenses, pdf, prepareDefense } from '../faculty.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'
import { bodies, someId } from './samples.ts'

/** Everybody who may come along, how they are related to the project that is asked for, and their roles. */
const people: Record<string, { roles: Role[]; relations: Scope[] }> = {
  nobody: { roles: [], relations: [] },
  member: { roles: ['student'], relations: ['own', 'any'] },
  'other student': { roles: ['student'], relations: ['any'] },
  supervisor: { roles: ['advisor'], relations: ['supervised', 'any'] },
  'committee member': { roles: ['advisor'], relations: ['committee', 'any'] },
  'other advisor': { roles: ['advisor'], relations: ['any'] },
  'own office': { roles: ['advisor', 'department_admin'], relations: ['managed', 'any'] },
  'other office': { roles: ['advisor', 'department_admin'], relations: ['any'] },
  admin: { roles: ['admin'], relations: ['any'] },
}

const endpoints: Endpoint[] = features.flatMap((one) => one.routes.map((route) => route.endpoint))
const ofProject = endpoints.filter((one) => /:(projectId|milestoneId|submissionId)/.test(one.path))

let app: TestApp
const clients: Record<string, Client> = {}
let params: Record<string, string>

beforeAll(async () => {
  app = await startApp()
  const faculty = await buildFaculty(app)
  await openDefenses(faculty)
  const { project, submission, client } = await prepareDefense(app, faculty)
  await approve(faculty, (await addProject(faculty, 1)).project)
  const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
  params = {
    ...{ projectId: project.id, submissionId: submission.id, milestoneId: items[0]?.id ?? '', kind: 'pre_defense' },
    ...{ evaluator: 'chair', token: 'x'.repeat(43) },
  }
  const stranger = await addStudent(faculty, 1)
  Object.assign(clients, {
    nobody: app,
    member: client,
    'other student': await app.as(stranger.code),
    supervisor: await app.as('bm.one'),
    'committee member': await app.as('bm.two'),
    'other advisor': await app.as('mk.two'),
    'own office': await app.as('bm.office'),
    'other office': await app.as('mk.office'),
    admin: faculty.admin,
  })
}, 120_000)
afterAll(() => app.close())

function grants(endpoint: Endpoint, who: string): boolean {
  const { roles, relations } = people[who] as { roles: Role[]; relations: Scope[] }
  if (endpoint.permission === 'public') return true
  if (endpoint.permission === 'signedIn') return roles.length > 0
  const row = policy[endpoint.permission] as Partial<Record<Role, readonly Scope[]>>
  return roles.some((role) => row[role]?.some((scope) => relations.includes(scope)))
}

function ask(endpoint: Endpoint, who: string) {
  const filled = Object.fromEntries(
    [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, params[name] ?? someId]),
  )
  return (clients[who] as Client).call(endpoint, {
    params: filled as never,
    ...(endpoint.operationId === 'findStudents' ? { query: { q: 'zz' } as never } : {}),
    ...(endpoint.operationId === 'reviewImport' ? { params: { kind: 'students' } as never } : {}),
    ...(endpoint.operationId === 'downloadImportTemplate' ? { params: { kind: 'students' } as never } : {}),
    ...(endpoint.body ? { body: bodies[endpoint.operationId] as never } : {}),
    ...(endpoint.upload ? { file: { name: 'x.pdf', content: pdf } } : {}),
    ...(endpoint.ifMatch ? { ifMatch: 99_999 } : {}),
  })
}

describe('every route', () => {
  it('has a sample of its body here', () => {
    expect(endpoints.filter((one) => one.body && !(one.operationId in bodies)).map((one) => one.operationId)).toEqual(
      [],
    )
  })

  for (const endpoint of endpoints.filter((one) => one.permission !== 'public')) {
    it(`${endpoint.operationId} asks who is there`, async () => {
      expect((await ask(endpoint, 'nobody')).problem.code).toBe('session.missing')
    })
  }

  for (const who of Object.keys(people).filter((one) => one !== 'nobody')) {
    it(`refuses ${who} what no scope of a role grants`, async () => {
      const { roles } = people[who] as { roles: Role[] }
      const wrong: string[] = []
      for (const endpoint of endpoints) {
        if (endpoint.permission === 'public' || endpoint.permission === 'signedIn') continue
        const row = policy[endpoint.permission] as Partial<Record<Role, readonly Scope[]>>
        if (roles.some((role) => row[role])) continue
        const { status } = await ask(endpoint, who)
        if (status !== 403) wrong.push(`${endpoint.operationId}: ${status}`)
      }
      expect(wrong).toEqual([])
    })
  }
})

describe('a project and everything of it', () => {
  for (const who of Object.keys(people).filter((one) => one !== 'nobody')) {
    it(`is closed to ${who} where the policy says so`, async () => {
      const wrong: string[] = []
      for (const endpoint of ofProject.filter((one) => !grants(one, who))) {
        const { status } = await ask(endpoint, who)
        if (status !== 403 && status !== 404) wrong.push(`${endpoint.operationId}: ${status}`)
      }
      expect(wrong).toEqual([])
    })

    it(`is open to ${who} where the policy says so`, async () => {
      const wrong: string[] = []
      for (const endpoint of ofProject.filter((one) => one.method === 'GET' && grants(one, who))) {
        // sheets are for those who fill them and the office: a rule beside the policy, tested with scoring
        if (endpoint.operationId === 'listSheets') continue
        const { status } = await ask(endpoint, who)
        if (status !== 200) wrong.push(`${endpoint.operationId}: ${status}`)
      }
      expect(wrong).toEqual([])
    })
  }
})
