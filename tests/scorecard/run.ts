/**
 * `npm run scorecard -- [--profile ci|release] [--only S2,R1] [--canaries all|sample|none] [--seed N] [--out FILE]
 * [--report FILE] [--add] [--docs]` measures the lines of the scorecard, releases canaries, and writes scorecard.json.
 * With --docs it writes what is published, docs/scorecard.json and docs/scorecard.md; `--only none` measures nothing anew.
 * With --report the tests that stand in it were run a moment ago, and are not run again.
 * With --add the lines that are not measured now stay as FILE has them, of the same profile: a long run is done in parts.
 * Exits with 1 when a line that is built did not pass or a canary was not killed.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { canaries } from './canaries.ts'
import { type Canary, releaseCanaries } from './canary.ts'
import { type Killed, type Scorecard, scorecardDocument, whatIsRed } from './document.ts'
import type { Profile } from './line.ts'
import { lines } from './lines.ts'
import { type Measured, measureLine, type Report, root, type Status } from './measure.ts'

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'ci' },
    only: { type: 'string' },
    canaries: { type: 'string', default: 'none' },
    seed: { type: 'string', default: '42' },
    out: { type: 'string' },
    report: { type: 'string' },
    add: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const profile = values.profile as Profile
const chosen = values.only ? values.only.split(',') : lines.map((one) => one.id)
const out = values.out ?? join(root, values.docs ? 'docs/scorecard.json' : 'scorecard.json')
const say = (text: string) => process.stdout.write(`${text}\n`)

/** Of a sample, the first of every line in turn; another seed begins elsewhere. */
function sampled(all: readonly Canary[]): readonly Canary[] {
  if (values.canaries === 'none') return []
  const shown = measured.filter((one) => one.status !== 'unmeasured').map((one) => one.id)
  const own = all.filter((one) => shown.includes(one.line))
  return values.canaries === 'all' ? own : own.filter((_, index) => (index + seed) % Math.ceil(own.length / 8) === 0)
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', `safe.directory=${root}`, ...args], { cwd: root, encoding: 'utf8' })
const stamp = {
  // the copy that a canary is put into is no clone
  commit: profile === 'canary' ? '' : git('rev-parse', '--short', 'HEAD').trim(),
  node: process.versions.node,
  date: new Date().toISOString().slice(0, 10),
}

/** What an earlier part of the run has found. */
function earlier(): Scorecard | null {
  if (!values.add || !existsSync(out)) return null
  const card: Scorecard = JSON.parse(readFileSync(out, 'utf8'))
  if (card.profile !== profile) throw new Error(`${out} was measured with the profile ${card.profile}`)
  return card
}
const before = earlier()

const shown: Report | null = values.report ? JSON.parse(readFileSync(values.report, 'utf8')) : null

const measured: Measured[] = []
for (const line of lines.filter((one) => chosen.includes(one.id))) {
  const one = await measureLine(line, profile, seed, shown)
  measured.push(one)
  if (one.status !== 'not built') say(`${one.id} ${one.status} in ${one.seconds} s`)
  for (const { name, value, bar, pass } of one.figures) say(`   ${pass ? ' ' : '!'} ${name}: ${value} (${bar})`)
}

const killed: Record<string, Killed> = {}
await releaseCanaries(sampled(canaries), seed, (canary, fate, figures) => {
  const told = `canary ${canary.id} (${canary.line}) ${fate}${figures ? `: ${figures.slice(0, 300)}` : ''}`
  const own = killed[canary.line] ?? { killed: 0, released: 0, missed: [] }
  killed[canary.line] = {
    killed: own.killed + (fate === 'killed' ? 1 : 0),
    released: own.released + 1,
    missed: [...(own.missed ?? []), ...(fate === 'killed' ? [] : [told])],
  }
  say(told)
})

const inOrder = <T extends { id: string }>(some: readonly T[]): T[] =>
  lines.flatMap(({ id }) => some.filter((one) => one.id === id))
const kept = before?.lines.filter((one) => !chosen.includes(one.id)) ?? []
const card: Scorecard = {
  ...{ profile, seed },
  lines: inOrder([...kept, ...measured.map((one) => ({ ...one, ...stamp }))]),
  canaries: {
    ...Object.fromEntries(Object.entries(before?.canaries ?? {}).filter(([id]) => !chosen.includes(id))),
    ...killed,
  },
}
writeFileSync(out, `${JSON.stringify(card, null, 2)}\n`)
if (values.docs) writeFileSync(join(root, 'docs/scorecard.md'), scorecardDocument(lines, card, canaries.length))
const count = (status: Status) => measured.filter((one) => one.status === status).length
const red = count('failed')
const missed = Object.values(killed).reduce((sum, one) => sum + one.released - one.killed, 0)
const counted = `${count('passed')} lines passed, ${red} failed, ${count('unmeasured')} unmeasured, ${count('not built')} not built`
say(`${counted}; ${missed} canaries not killed`)
// once more at the end, which is what a pipeline shows
for (const one of whatIsRed({ lines: measured, canaries: killed }))
  say(`red: ${one.replaceAll('\n', ' ').slice(0, 900)}`)
process.exitCode = red + missed > 0 ? 1 : 0
// what a measurement that broke off has left running must not hold up the end
setTimeout(() => process.exit(), 5_000).unref()
