/**
 * `npm run bench` with BENCH_DATABASE_URL=postgres://... measures, side by side in one run on one database: BM23 through its
 * real stack, a bare handler with the same rows (the limit) and a Django REST Framework peer where it is installed. In turns,
 * several rounds each; reports medians and ratios, and with --docs writes docs/performance.md. Statements are counted where
 * the server of the database was started with pg_stat_statements.
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { type Contestant, start, withoutDjango } from './contestants.ts'
import { type Cold, type Measured, performanceDocument, type Report } from './document.ts'
import { everybody, list, type Question, questions, writeBy } from './questions.ts'
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
const contestantNames = everybody.filter((name) => name !== 'django' || !withoutDjango)
const middle = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Load on each process at the same time; refuses to count answers that are refusals. */
async function fire(one: Contestant, question: Question, bench: Bench, duration: number) {
  const connections = Math.max(4, 16 / one.urls.length)
  // what the shot before has left on its way is at its end, and not counted here
  await sleep(200)
  const writers = await question.writers?.(one, bench, connections * one.urls.length)
  const cookie = bench.cookies[question.as ?? 'admin']
  const headers = { cookie, ...(await question.headers?.(one, bench)) }
  const requests = question.paths?.(bench).map((path) => ({ path: one.prefix + path }))
  const before = { ...one.usage(), statements: await bench.statements() }
  const setupClient = (client: autocannon.Client) => {
    const writer = writers?.pop()
    if (writer) writeBy(client, writer, one.prefix, cookie)
  }
  const results = await Promise.all(
    one.urls.map((url) => autocannon({ url, duration, connections, headers, requests, setupClient })),
  )
  const after = { ...one.usage(), statements: await bench.statements() }
  const done = results.reduce((sum, each) => sum + each.requests.total, 0)
  const wrong = results.reduce((sum, each) => sum + each.errors + each['4xx'] + each['5xx'], 0)
  if (wrong > 0 || done === 0) throw new Error(`${one.name}, ${question.name}: ${wrong} of ${done} failed`)
  const slowest = (of: 'p50' | 'p97_5' | 'p99') => Math.max(...results.map((each) => each.latency[of]))
  return {
    ...{ perSecond: done / duration, p50: slowest('p50'), p97_5: slowest('p97_5'), p99: slowest('p99') },
    ...{ cpu: (after.cpu - before.cpu) / done, memory: after.memory },
    statements: (after.statements - before.statements) / done,
  }
}
type Shot = Awaited<ReturnType<typeof fire>>

async function measure(
  bench: Bench,
  projects: number,
  processes: number,
  asked: readonly Question[],
): Promise<{ measured: Measured[]; remembered: number }> {
  const contestants: Contestant[] = []
  for (const name of contestantNames) contestants.push(await start(name, bench, processes))
  const measured: Measured[] = []
  let remembered = Number.NaN
  try {
    for (const question of asked) {
      const able = contestants.filter((one) => question.of.includes(one.name))
      const shots = new Map<Name, Shot[]>(able.map((one) => [one.name, []]))
      for (const one of able) await fire(one, question, bench, 2)
      for (let round = 0; round < rounds; round += 1) {
        for (const one of able) shots.get(one.name)?.push(await fire(one, question, bench, seconds))
      }
      for (const [name, all] of shots) {
        const of = (key: keyof Shot) => middle(all.map((each) => each[key]))
        const ratios = all.map((each, round) => each.perSecond / (shots.get('bare')?.[round]?.perSecond ?? Number.NaN))
        measured.push({
          ...{ question: question.name, name, projects, processes, ratio: middle(ratios) },
          ...{ least: Math.min(...ratios), most: Math.max(...ratios), perSecond: of('perSecond') },
          ...{ p50: of('p50'), p97_5: of('p97_5'), p99: of('p99') },
          ...{ cpu: of('cpu'), memory: of('memory'), statements: of('statements') },
        })
        process.stdout.write(`${JSON.stringify(measured.at(-1))}\n`)
      }
    }
    for (const one of contestants) if (one.name === 'bm23') remembered = await one.remembered()
  } finally {
    for (const one of contestants) await one.stop()
  }
  return { measured, remembered }
}

/** The first list of a process that was started a moment ago, and the hundredth, in milliseconds. */
async function measureCold(bench: Bench, projects: number): Promise<Cold[]> {
  const cold: Cold[] = []
  for (const name of contestantNames) {
    const times: { first: number; later: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const one = await start(name, bench, 1)
      const ask = async () => {
        const begun = performance.now()
        const answer = await fetch(`${one.urls[0]}${one.prefix}/projects`, { headers: { cookie: bench.cookies.admin } })
        await answer.text()
        if (answer.status !== 200) throw new Error(`${name} answers ${answer.status}`)
        return performance.now() - begun
      }
      try {
        const all: number[] = []
        for (let i = 0; i < 100; i += 1) all.push(await ask())
        times.push({ first: all[0] ?? 0, later: middle(all.slice(50)) })
      } finally {
        await one.stop()
      }
    }
    const of = (key: 'first' | 'later') => middle(times.map((each) => each[key]))
    cold.push({ name, projects, first: of('first'), later: of('later') })
    process.stdout.write(`${JSON.stringify(cold.at(-1))}\n`)
  }
  return cold
}

const measured: Measured[] = []
const cold: Cold[] = []
const remembered: Report['remembered'][number][] = []
for (const projects of values.sizes.split(',').map(Number)) {
  const bench = await seedBench(server, projects)
  try {
    const all = await measure(bench, projects, 1, questions)
    measured.push(...all.measured)
    remembered.push({ projects, part: all.remembered })
    cold.push(...(await measureCold(bench, projects)))
    const several = questions.filter(({ name }) => name === list)
    if (projects === 4_000) {
      for (const processes of [2, 4]) measured.push(...(await measure(bench, projects, processes, several)).measured)
    }
  } finally {
    await bench.drop()
  }
}
const node = process.versions.node
const report: Report = { node, rounds, seconds, django: withoutDjango || 'measured', measured, cold, remembered }
writeFileSync('bench/report.json', `${JSON.stringify(report, null, 2)}\n`)
if (values.docs) writeFileSync('docs/performance.md', performanceDocument(report))
