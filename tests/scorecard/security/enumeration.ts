import { listAdvisors } from '../../../contract/advisors.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { listProjects, readProject } from '../../../contract/projects.ts'
import { createStudent, findStudents, readStudent } from '../../../contract/students.ts'
import { downloadSubmission } from '../../../contract/submissions.ts'
import { good } from '../../faculty.ts'
import type { Client, TestAnswer } from '../../harness.ts'
import { ask, type Cast, castOf, endpoints } from '../../permissions/cast.ts'
import { Chance } from '../chance.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { ranks } from './ranks.ts'

/** Things that are somebody's; majors, rooms, years and advisors are everybody's to read. */
const privately = ['projectId', 'submissionId', 'milestoneId', 'studentId', 'importId', 'accountId', 'tokenId'] as const
const absent = 'f3b1c0de-4a5b-4c6d-8e7f-0123456789ab'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const namesOf = (endpoint: Endpoint) => [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

/** An answer without what is of this one request. */
function told({ status, raw, headers }: TestAnswer<Endpoint>, asked: readonly string[]): string {
  const own = asked.reduce((text, id) => text.replaceAll(id, '-'), raw.toString('latin1'))
  const names = Object.keys(headers).filter(
    (name) => !/^(date|x-request-id|x?-?ratelimit.*|content-length)$/.test(name),
  )
  return `${status} ${own.replace(/"requestId":"[^"]*"/, '')} ${names.sort()}`
}

/** Who may read what of the cast; of these a refusal need not hide that the thing is there. */
async function readable(cast: Cast, who: string): Promise<Set<string>> {
  const readers: Readonly<Record<string, readonly string[]>> = {
    readProject: ['projectId', 'milestoneId', 'submissionId'],
    ...{ downloadSubmission: ['submissionId'], readStudent: ['studentId'], readImport: ['importId'] },
    ...{ listAccounts: ['accountId'], listAccessTokens: [] },
  }
  const open = new Set<string>()
  for (const endpoint of endpoints) {
    const names = readers[endpoint.operationId]
    if (names && (await ask(cast, endpoint, who)).status === 200) for (const name of names) open.add(name)
  }
  return open
}

/** Asks for what is another's and for what is not there, by every route that takes such an id, as everybody. */
async function compare(cast: Cast): Promise<{ pairs: number; different: string[] }> {
  const different: string[] = []
  let pairs = 0
  for (const who of Object.keys(cast.clients)) {
    const open = await readable(cast, who)
    const closed = privately.filter((name) => !open.has(name) && !(name === 'tokenId' && who === 'member'))
    for (const endpoint of endpoints) {
      const taken = [...namesOf(endpoint), ...(endpoint.operationId === 'changeStudents' ? ['studentId'] : [])]
      const names = closed.filter((name) => taken.includes(name))
      if (names.length === 0) continue
      const foreign = await ask(cast, endpoint, who)
      const params = { ...cast.params, ...Object.fromEntries(names.map((name) => [name, absent])) }
      const missing = await ask({ ...cast, params }, endpoint, who)
      pairs += 1
      const ids = [absent, ...names.map((name) => cast.params[name] ?? '')]
      if (told(foreign, ids) !== told(missing, ids)) {
        different.push(`${who} ${endpoint.operationId}: ${foreign.status} ${missing.status}`)
      }
    }
  }
  return { pairs, different }
}

/** How often what is foreign takes longer than what is not there, of so many pairs in an order left to chance. */
async function timing(chance: Chance, pairs: number, fetch: (id: string) => Promise<unknown>, foreign: string) {
  const times: Record<'foreign' | 'missing', number[]> = { foreign: [], missing: [] }
  for (let at = -20; at < pairs; at += 1) {
    const both = ['foreign', 'missing'] as const
    for (const kind of chance.percent(50) ? both : both.toReversed()) {
      const id = kind === 'foreign' ? foreign : `${absent.slice(0, -6)}${String(100_000 + at).slice(-6)}`
      const start = performance.now()
      await fetch(id)
      if (at >= 0) times[kind].push(performance.now() - start)
    }
  }
  return ranks(times.foreign, times.missing)
}

async function timings(context: Context, { clients, params }: Cast): Promise<Figure[]> {
  const pairs = context.count({ canary: 300, ci: 300, release: 2_000 })
  // three times what chance alone makes of so many pairs, and never less strict than that
  const least = context.profile === 'release' ? 0.45 : 0.38
  const chance = new Chance(context.seed)
  const stranger = clients['other office'] as Client
  const ways: Record<string, [string, (id: string) => Promise<unknown>]> = {
    project: [params.projectId ?? '', (id) => stranger.call(readProject, { params: { projectId: id } })],
    student: [params.studentId ?? '', (id) => stranger.call(readStudent, { params: { studentId: id } })],
    file: [params.submissionId ?? '', (id) => stranger.call(downloadSubmission, { params: { submissionId: id } })],
  }
  const figures: Figure[] = []
  for (const [name, [foreign, fetch]] of Object.entries(ways)) {
    const value = await timing(chance, pairs, fetch, foreign)
    figures.push({
      ...{ name: `share of ${pairs} pairs in which a foreign ${name} took longer`, value: value.toFixed(3) },
      ...{ bar: `${least} to ${(1 - least).toFixed(2)}`, pass: value >= least && value <= 1 - least },
    })
  }
  return figures
}

/** Every value under the name `id`, or that ends in it, of what somebody may read. */
function idsIn(value: unknown, found: unknown[]): void {
  if (Array.isArray(value)) for (const one of value) idsIn(one, found)
  else if (value && typeof value === 'object') {
    for (const [name, one] of Object.entries(value)) {
      if (/^id$|Id$/.test(name) && name !== 'requestId' && one !== null) found.push(one)
      else idsIn(one, found)
    }
  }
}

/** A hundred and twenty people of one name: how many a single answer holds, and which ids can be counted on from. */
async function directory(cast: Cast): Promise<Figure[]> {
  const { majorId = '', classroomId = '' } = cast.params
  const admin = cast.clients.admin as Client
  const person = { gender: 'female', givenName: 'ມະນີ', surname: 'ຈັນ', majorId, classroomId } as const
  for (let at = 0; at < 120; at += 1) {
    good(await admin.call(createStudent, { body: { ...person, code: `155N${7_000 + at}/22` } }))
  }
  const tooMany: string[] = []
  const guessable: string[] = []
  let answers = 0
  for (const [who, client] of Object.entries(cast.clients)) {
    const found = await client.call(findStudents, { query: { q: 'ມະນີ' } })
    const people = found.status === 200 ? found.body.items.length : 0
    if (people > 100) tooMany.push(`${who} findStudents: ${people}`)
    for (const endpoint of [listAdvisors, listProjects]) {
      const answer = await client.call(endpoint, { query: { pageSize: 101 } })
      if (answer.status < 400) tooMany.push(`${who} ${endpoint.operationId}: a page of 101`)
    }
    for (const endpoint of endpoints.filter((one) => one.method === 'GET' && !one.download)) {
      const { status, body } = await ask(cast, endpoint, who)
      const ids: unknown[] = []
      if (status === 200) idsIn(body, ids)
      answers += ids.length
      for (const id of ids) if (!uuid.test(String(id))) guessable.push(`${endpoint.operationId}: ${id}`)
    }
  }
  const unbounded = endpoints.filter((one) => {
    const size = one.query?.shape.pageSize as { safeParse(value: unknown): { success: boolean } } | undefined
    return size?.safeParse(101).success === true
  })
  return [
    none('more than a hundred people in one answer', tooMany),
    none(
      'lists whose pages may be longer than a hundred',
      unbounded.map((one) => one.operationId),
    ),
    atLeast('ids looked at', answers, 500),
    none('ids that can be counted on from', [...new Set(guessable)]),
  ]
}

/** What is foreign is as if it were not there: in status, text and time; and nobody is handed the whole directory. */
export async function measureEnumeration(context: Context): Promise<Figure[]> {
  const app = await context.app()
  const cast = await castOf(app)
  const { pairs, different } = await compare(cast)
  return [
    atLeast('pairs of a foreign id and one that is not there', pairs, 200),
    none('pairs that are told apart', different),
    ...(await timings(context, cast)),
    ...(await directory(cast)),
  ]
}
