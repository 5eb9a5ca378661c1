import type autocannon from 'autocannon'
import type { Contestant } from './contestants.ts'
import type { Bench } from './seed.ts'

type Name = Contestant['name']

/** What one connection sends one after the other; `hear` is told each answer before the next is made. */
export interface Writer {
  next(): { method: 'POST' | 'PUT'; path: string; body: object; headers?: Record<string, string> }
  hear?(answer: string): void
}

export interface Question {
  readonly name: string
  readonly of: readonly Name[]
  /** Who asks; the admin when not said. */
  readonly as?: 'advisor'
  /** What is asked in turn: paths below the prefix. */
  paths?(bench: Bench): readonly string[]
  headers?(one: Contestant, bench: Bench): Promise<Record<string, string>>
  /** One for each connection. */
  writers?(one: Contestant, bench: Bench, connections: number): Promise<Writer[]>
}

export const everybody: readonly Name[] = ['bm23', 'bare', 'django']
export const list = 'list of 20 projects'
export const unchanged = 'one project, unchanged (304)'

let written = Date.now()

function majors(): Writer {
  return {
    next: () => {
      written += 1
      return { method: 'POST', path: '/majors', body: { name: `Major ${written}`, abbreviation: `M${written}` } }
    },
  }
}

/** The sheet of one project, saved again and again by its advisor; BM23 is told the version that it answered last. */
async function sheets(one: Contestant, bench: Bench, projectId: string): Promise<Writer> {
  const path = `/projects/${projectId}/sheets/advisor`
  const body = { items: bench.itemIds.map((itemId, index) => ({ itemId, score: 10 + index })), comment: 'ດີ' }
  if (one.name !== 'bm23') return { next: () => ({ method: 'PUT', path, body }) }
  const headers = { cookie: bench.cookies.advisor }
  const answer = await fetch(`${one.urls[0]}${one.prefix}/projects/${projectId}/sheets`, { headers })
  const { items } = (await answer.json()) as { items: { evaluator: string; version: number }[] }
  let version = items.find(({ evaluator }) => evaluator === 'advisor')?.version
  return {
    next: () => ({ method: 'PUT', path, body, headers: { 'if-match': `"${version}"` } }),
    hear: (text) => {
      version = JSON.parse(text).version
    },
  }
}

export const questions: readonly Question[] = [
  { name: list, of: everybody, paths: () => ['/projects'] },
  { name: 'the same, of one status', of: everybody, paths: () => ['/projects?status=pending'] },
  { name: 'one project', of: everybody, paths: ({ projectIds }) => projectIds.map((id) => `/projects/${id}`) },
  {
    name: unchanged,
    of: ['bm23'],
    paths: ({ projectIds }) => [`/projects/${projectIds[0]}`],
    headers: async ({ urls, prefix }, { cookies, projectIds }) => {
      const answer = await fetch(`${urls[0]}${prefix}/projects/${projectIds[0]}`, {
        headers: { cookie: cookies.admin },
      })
      return { 'if-none-match': answer.headers.get('etag') ?? '' }
    },
  },
  { name: 'dashboard', of: ['bm23'], paths: () => ['/dashboard'] },
  {
    name: 'create a major',
    of: everybody,
    writers: async (_one, _bench, connections) => Array.from({ length: connections }, majors),
  },
  {
    name: 'save a score sheet',
    of: everybody,
    as: 'advisor',
    writers: async (one, bench, connections) =>
      await Promise.all(bench.scoredIds.slice(0, connections).map((id) => sheets(one, bench, id))),
  },
]

/** Makes a connection of the load send what its writer says. */
export function writeBy(client: autocannon.Client, writer: Writer, prefix: string, cookie: string): void {
  client.setRequests([
    {
      setupRequest: (request) => {
        const { method, path, body, headers } = writer.next()
        const all = { cookie, 'content-type': 'application/json', ...headers }
        return { ...request, method, path: prefix + path, headers: all, body: JSON.stringify(body) }
      },
      onResponse: (status, body) => {
        if (status < 400) writer.hear?.(body)
      },
    },
  ])
}
