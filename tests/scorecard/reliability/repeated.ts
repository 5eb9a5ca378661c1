import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { listMilestones } from '../../../contract/milestones.ts'
import { features } from '../../../server/features.ts'
import { addProject, addStudent, approve, buildFaculty, freshTopic, good, pdf } from '../../faculty.ts'
import type { Client, TestApp } from '../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { factorSamples } from './factor-samples.ts'

/** A request that is accepted; each is about something else. */
export interface Sample {
  readonly by: Client
  readonly params?: object
  readonly ifMatch?: number
  readonly body?: object
  readonly file?: { name: string; content: Buffer | string }
}

export const creating = features
  .flatMap((one) => one.routes.map((route) => route.endpoint as Endpoint))
  .filter(({ answers, permission }) => 201 in answers && permission !== 'public')

/** How a request of each creating endpoint is made. */
export async function samplesOf(app: TestApp): Promise<Record<string, () => Promise<Sample>>> {
  const faculty = await buildFaculty(app)
  const { admin, majors, classrooms, advisors } = faculty
  const place = { majorId: majors[0]?.id, classroomId: classrooms[0]?.id }
  const quotas = { supervising: 1, chair: 1, second: 1, third: 1 }
  const { project, student } = await addProject(faculty)
  await approve(faculty, project)
  const author = await app.as(student.code)
  const { items } = good(await author.call(listMilestones, { params: { projectId: project.id } }))
  const file = { name: 'ບົດ.pdf', content: pdf }
  let n = 0
  const by = (body: () => object) => async () => {
    n += 1
    return { by: admin, body: body() }
  }
  return {
    ...factorSamples(app),
    createYear: by(() => ({
      name: `${2030 + n}-${2031 + n}`,
      startsOn: `${2030 + n}-09-01`,
      endsOn: `${2031 + n}-07-01`,
    })),
    createMajor: by(() => ({ name: `Major ${n}`, abbreviation: `X${n}` })),
    createClassroom: by(() => ({ name: `Class ${n}`, majorId: place.majorId })),
    createRoom: by(() => ({ name: `Room ${n}` })),
    createTemplate: by(() => ({ name: `Template ${n}`, tasks: [{ name: 'x', durationDays: 1 }] })),
    createAccessToken: by(() => ({ name: `Token ${n}`, expiresOn: '2099-01-01' })),
    createAdvisor: by(() => ({ name: `Dr. ${n}`, login: `new.${n}`, quotas, majorIds: [] })),
    createStudent: by(() => ({ code: `155R${1000 + n}/22`, gender: 'male', givenName: 'ກ', surname: 'ຂ', ...place })),
    inviteAccounts: async () => {
      const accountId = await app.account(`guest.${randomUUID().slice(0, 8)}`, 'advisor')
      return { by: admin, body: { accountIds: [accountId], method: 'link' } }
    },
    registerProject: async () => {
      const { id } = await addStudent(faculty)
      return { by: admin, body: { ...freshTopic(), memberIds: [id], advisorId: advisors[0]?.[1]?.id } }
    },
    inviteToProject: async () => {
      const { project: open } = await addProject(faculty, 1, n % 4)
      n += 1
      return { by: admin, params: { projectId: open.id }, body: { studentId: (await addStudent(faculty, 1)).id } }
    },
    askForChange: async () => {
      const other = await addProject(faculty, 1, n % 4)
      n += 1
      const { version } = await approve(faculty, other.project)
      const params = { projectId: other.project.id }
      return { by: admin, params, ifMatch: version, body: { ...freshTopic(), reason: 'Another topic after all' } }
    },
    reviewImport: async () => {
      n += 1
      const [kind, columns] = n % 2 === 0 ? ['majors', 'name,abbreviation'] : ['classrooms', 'name,major']
      const content = `${columns}\nImported ${n},BM\n`
      return { by: admin, params: { kind }, body: {}, file: { name: `${n}.csv`, content } }
    },
    submitMilestone: async () => ({ by: author, params: { milestoneId: items.shift()?.id }, body: {}, file }),
    submitDocument: async () => {
      const other = await addProject(faculty, 1, n % 4)
      n += 1
      await approve(faculty, other.project)
      const params = { projectId: other.project.id, kind: 'pre_defense' }
      return { by: await app.as(other.student.code), params, body: {}, file }
    },
  }
}

/** How many rows each table holds, those of the jobs included. */
async function countRows(app: TestApp): Promise<Map<string, number>> {
  const client = new pg.Client({ connectionString: String(app.databaseUrl) })
  await client.connect()
  try {
    const tables = await client.query(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    )
    const names = (tables.rows as { name: string }[]).map((one) => one.name)
    const parts = names.map((name) => `select '${name}' as name, count(*)::int as n from ${name}`)
    const { rows } = await client.query(parts.join(' union all '))
    return new Map((rows as { name: string; n: number }[]).map(({ name, n }) => [name, n]))
  } finally {
    await client.end()
  }
}

async function rowsWritten(app: TestApp, act: () => Promise<unknown>): Promise<string> {
  const before = await countRows(app)
  await act()
  const after = [...(await countRows(app))].map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const)
  const changed = after.filter(([, n]) => n !== 0).sort()
  return changed.map(([name, n]) => `${name} ${n}`).join(', ')
}

async function tryEndpoint(app: TestApp, endpoint: Endpoint, make: () => Promise<Sample>): Promise<string[]> {
  const key = randomUUID()
  const call = ({ by, ...sample }: Sample, under: string) =>
    by.call(endpoint, { ...sample, headers: { 'idempotency-key': under } } as object)
  const [one, two] = [await make(), await make()]
  let answers: Awaited<ReturnType<typeof call>>[] = []
  const many = await rowsWritten(app, async () => {
    answers = await Promise.all(Array.from({ length: 20 }, () => call(one, key)))
  })
  const other = await call({ ...two, by: one.by }, key)
  const single = await rowsWritten(app, async () => good(await call(two, randomUUID())))
  const made = answers.filter((answer) => answer.status === 201)
  const told = answers.filter((answer) => answer.problem?.code === 'request.alreadyDone')
  const wrong: string[] = []
  if (many !== single) wrong.push(`20 at once wrote ${many}, one ${single}`)
  if (made.length + told.length !== 20) wrong.push(`answered ${answers.map((answer) => answer.status).join(' ')}`)
  // what is shown once is shown to one
  if (made.length !== (endpoint.secret ? 1 : 20)) wrong.push(`${made.length} answered with 201`)
  if (new Set(made.map((answer) => answer.raw.toString())).size !== 1) wrong.push('different bodies')
  if (other.status !== 422) wrong.push(`another request under the key: ${other.status}`)
  return wrong.map((text) => `${endpoint.operationId}: ${text}`)
}

/** Each endpoint that creates something is asked 20 times at once under one key, and once for something else. */
export async function measureRepeated(context: Context): Promise<Figure[]> {
  const app = await context.app({ BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}` })
  const samples = await samplesOf(app)
  const wrong: string[] = []
  for (const endpoint of creating) {
    const make = samples[endpoint.operationId]
    wrong.push(...(make ? await tryEndpoint(app, endpoint, make) : [`${endpoint.operationId}: no sample`]))
  }
  return [atLeast('creating endpoints', creating.length, Object.keys(samples).length), none('not done once', wrong)]
}
