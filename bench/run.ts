/**
 * `npm run bench` with BENCH_DATABASE_URL=postgres://... measures, side by side in one run on one database: BM23 through its
 * real stack, a bare handler with the same rows (the limit) and a Django REST Framework peer where it is installed. In turns,
 * several rounds each; reports medians and ratios, and with --docs writes docs/performance.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { type Contestant, start, withoutDjango } from './contestants.ts'
import { type Measured, performanceDocument, type Report } from './document.ts'
import { type Bench, seedBench } from './seed.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sizes: { type: 'string', default: '4000,100000' },
    docs: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const server = process.env.BENCH_DATABASE_URL
if (!server) throw new Error('BENCH_DATABASE_URL is needed: postgres://user@host/postgres')

type Name = Contestant['name']
interface Question {
  readonly name: string
  readonly of: readonly Name[]
  /** What is asked in turn: paths below the prefix. */
  paths(bench: Bench): readonly string[]
  headers?(one: Contestant, bench: Bench): Promise<Record<string, string>>
  readonly write?: (n: number) => { path: string; body: object }
}

const everybody: readonly Name[] = ['bm23', 'bare', 'django']
let written = Date.now()
const questions: readonly Question[] = [
  { name: 'list of 20 projects', of: everybody, paths: () => ['/projects'] },
  { name: 'the same, of one status', of: everybody, paths: () => ['/projects?status=pending'] },
  { name: 'one project', of: everybody, paths: ({ projectIds }) => projectIds.map((id) => `/projects/${id}`) },
  {
    name: 'one project, unchanged (304)',
    of: ['bm23'],
    paths: ({ projectIds }) => [`/projects/${projectIds[0]}`],
    headers: async ({ urls, prefix }, { cookie, projectIds }) => {
      const answer = await fetch(`${urls[0]}${prefix}/projects/${projectIds[0]}`, { headers: { cookie } })
      return { 'if-none-match': answer.headers.get('etag') ?? '' }
    },
  },
  { name: 'dashboard', of: ['bm23'], paths: () => ['/dashboard'] },
  {
    name: 'create a major',
    of: ['bm23'],
    paths: () => ['/majors'],
    write: () => {
      written += 1
      return { path: '/majors', body: { name: `Major ${written}`, abbreviation: `M${written}` } }
    },
  },
]

const middle = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const cannonHeaders = (cookie: string, more: Record<string, string>) => ({ cookie, ...more })

/** Load on each process at the same time; refuses to count answers that are refusals. */
async function fire(one: Contestant, question: Question, bench: Bench, duration: number) {
  const more = (await question.headers?.(one, bench)) ?? {}
  const paths = question.paths(bench).map((path) => one.prefix + path)
  const before = one.usage()
  const results = await Promise.all(
    one.urls.map((url) =>
      autocannon({
        ...{
          url,
          duration,
          connections: Math.max(4, 16 / one.urls.length),
          headers: cannonHeaders(bench.cookie, more),
        },
        requests: question.write
          ? [{ method: 'POST', setupRequest: (req) => writing(req, question, one.prefix) }]
          : paths.map((path) => ({ path })),
      }),
    ),
  )
  const after = one.usage()
  const done = results.reduce((sum, each) => sum + each.requests.total, 0)
  const wrong = results.reduce((sum, each) => sum + each.errors + each['4xx'] + each['5xx'], 0)
  if (wrong > 0 || done === 0) throw new Error(`${one.name}, ${question.name}: ${wrong} of ${done} failed`)
  return {
    perSecond: done / duration,
    p95: Math.max(...results.map((each) => each.latency.p97_5)),
    cpu: (after.cpu - before.cpu) / done,
    memory: after.memory,
  }
}

function writing(req: autocannon.Request, question: Question, prefix: string): autocannon.Request {
  const next = question.write?.(0)
  return {
    ...req,
    path: prefix + next?.path,
    headers: { ...req.headers, 'content-type': 'application/json' },
    body: JSON.stringify(next?.body),
  }
}

async function measure(
  bench: Bench,
  projects: number,
  processes: number,
  asked: readonly Question[],
): Promise<Measured[]> {
  const names = everybody.filter((name) => name !== 'django' || !withoutDjango)
  const contestants = []
  for (const name of names) contestants.push(await start(name, bench, processes))
  const measured: Measured[] = []
  try {
    for (const question of asked) {
      const able = contestants.filter((one) => question.of.includes(one.name))
      const shots = new Map<Name, Awaited<ReturnType<typeof fire>>[]>(able.map((one) => [one.name, []]))
      for (const one of able) await fire(one, question, bench, 2)
      for (let round = 0; round < rounds; round += 1) {
        for (const one of able) shots.get(one.name)?.push(await fire(one, question, bench, seconds))
      }
      for (const [name, all] of shots) {
        const of = (key: 'perSecond' | 'p95' | 'cpu' | 'memory') => middle(all.map((each) => each[key]))
        const ratios = all.map((each, round) => each.perSecond / (shots.get('bare')?.[round]?.perSecond ?? Number.NaN))
        measured.push({
          ...{ question: question.name, name, projects, processes, ratio: middle(ratios) },
          ...{ least: Math.min(...ratios), most: Math.max(...ratios), perSecond: of('perSecond'), p95: of('p95') },
          ...{ cpu: of('cpu'), memory: of('memory') },
        })
        process.stdout.write(`${JSON.stringify(measured.at(-1))}\n`)
      }
    }
  } finally {
    for (const one of contestants) await one.stop()
  }
  return measured
}

const measured: Measured[] = []
for (const projects of values.sizes.split(',').map(Number)) {
  const bench = await seedBench(server, projects)
  try {
    measured.push(...(await measure(bench, projects, 1, questions)))
    if (projects === 4_000) {
      for (const processes of [2, 4])
        measured.push(...(await measure(bench, projects, processes, questions.slice(0, 1))))
    }
  } finally {
    await bench.drop()
  }
}
const report: Report = { node: process.versions.node, rounds, seconds, django: withoutDjango || 'measured', measured }
writeFileSync('bench/report.json', `${JSON.stringify(report, null, 2)}\n`)
if (values.docs) writeFileSync('docs/performance.md', performanceDocument(report))
