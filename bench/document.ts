import { list, unchanged } from './questions.ts'

export interface Measured {
  readonly question: string
  readonly name: 'bm23' | 'bare' | 'django'
  readonly projects: number
  readonly processes: number
  /** Requests per second, as a part of those of the bare handler in the same round: median, least and most. */
  readonly ratio: number
  readonly least: number
  readonly most: number
  readonly perSecond: number
  /** Milliseconds in which the half, 97.5 % and 99 % were answered. */
  readonly p50: number
  readonly p97_5: number
  readonly p99: number
  /** Milliseconds of processor time per request, without that of PostgreSQL. */
  readonly cpu: number
  /** MB of all processes. */
  readonly memory: number
  /** Statements per request, begin and commit left out; NaN where they were not counted. */
  readonly statements: number
}

/** The first answer of a process that was started a moment ago, and later ones, in milliseconds. */
export interface Cold {
  readonly name: Measured['name']
  readonly projects: number
  readonly first: number
  readonly later: number
}

export interface Report {
  readonly node: string
  readonly rounds: number
  readonly seconds: number
  readonly django: string
  readonly measured: readonly Measured[]
  readonly cold: readonly Cold[]
  /** Which part of the lookups of what a process remembers found it, in all questions together. */
  readonly remembered: readonly { readonly projects: number; readonly part: number }[]
}

const two = (value: number | null) => (value !== null && Number.isFinite(value) ? value.toFixed(2) : '')

function row(one: Measured): string {
  const range = Number.isFinite(one.ratio) ? `${two(one.ratio)} (${two(one.least)} to ${two(one.most)})` : ''
  const cells = [
    ...[one.question, one.name, String(one.projects), String(one.processes), range, String(Math.round(one.perSecond))],
    ...[String(one.p50), String(one.p97_5), String(one.p99), two(one.cpu), String(Math.round(one.memory))],
    ...[two(one.statements)],
  ]
  return `| ${cells.join(' | ')} |`
}

/** A goal, what was measured of it, and whether it was reached. */
function goals({ measured, remembered }: Report): string[] {
  const find = (question: string, name: Measured['name'], projects = 4_000) =>
    measured.find((one) =>
      [one.question === question, one.name === name, one.projects === projects, one.processes === 1].every(Boolean),
    )
  const own = find(list, 'bm23')
  const peer = find(list, 'django')
  const large = find(list, 'bm23', 100_000)
  const same = find(unchanged, 'bm23')
  const line = (goal: string, bar: number, value: number | undefined, least = true) => {
    const reached =
      value === undefined ? 'not measured' : (least ? value >= bar : value <= bar) ? 'reached' : '**not reached**'
    return `| ${goal} | ${bar} | ${value === undefined ? '' : two(value)} | ${reached} |`
  }
  return [
    line('list: requests per second, BM23 / bare handler', 0.6, own?.ratio),
    line('list: BM23 / Django peer', 5, own && peer ? own.perSecond / peer.perSecond : undefined),
    line(
      'list: processor time at 100,000 projects / at 4,000, at most',
      1.2,
      own && large ? large.cpu / own.cpu : undefined,
      false,
    ),
    line('one project, unchanged (304): requests per second', 8_000, same?.perSecond),
    line('lookups of what a process remembers that found it', 0.8, Math.min(...remembered.map(({ part }) => part))),
  ]
}

/** The text of docs/performance.md. */
export function performanceDocument(report: Report): string {
  return `<!-- Written by \`npm run bench -- --docs\`. Do not edit. -->

# What was measured

Side by side in one run on one machine of two cores, which also runs PostgreSQL and the load: what counts are the ratios.
\`BENCH_DATABASE_URL=postgres://... npm run bench\` repeats it. Node ${report.node}; ${report.rounds} rounds of ${report.seconds} seconds in turns, medians.

- **bm23**: signed in, through the real stack, with limits, headers, schemas and \`can\` flags.
- **bare**: \`node:http\` and \`pg\`, the same rows from one prepared statement, nobody asked who he is: the limit.
- **django**: Django REST Framework behind gunicorn, signed in, \`select_related\`, \`prefetch_related\`, pages of 20 (${report.django}).

100,000 projects are 25 years of 4,000.

## Goals

| goal | bar | measured | |
|---|---|---|---|
${goals(report).join('\n')}

## Figures

| what is asked | of | projects | processes | part of the bare handler | requests/s | p50 ms | p97.5 ms | p99 ms | cpu ms | MB | statements |
|---|---|---|---|---|---|---|---|---|---|---|---|
${report.measured.map(row).join('\n')}

Statements are those that PostgreSQL counted, without begin and commit; what the jobs of BM23 asked meanwhile is among them.
How many an answer may take is held by \`tests/contract/statements.test.ts\`: one for a list of projects. Of the others only BM23
checks versions, limits and who may do it when it writes, and records who did what in a sealed record.

## A cold process

The first list that a process answers after its start, and its median later on, asked by one person: nothing is remembered yet
([caching](caching.md)), no connection is open and no code is warm. The memory of PostgreSQL is warm.

| of | projects | first ms | later ms |
|---|---|---|---|
${report.cold.map((one) => `| ${one.name} | ${one.projects} | ${two(one.first)} | ${two(one.later)} |`).join('\n')}

## The page to sign in

It loads less than 205 kB of compressed JavaScript, which \`tests/e2e/signing-in/first-load.test.ts\` holds; the goal is 200 kB.
`
}
