import type { Line } from './line.ts'
import type { Measured } from './measure.ts'

/** A line as it was measured, and of what: a long run is done in parts. */
export interface Dated extends Measured {
  readonly commit: string
  readonly node: string
  readonly date: string
}

export interface Scorecard {
  readonly profile: string
  readonly seed: number
  readonly lines: readonly Dated[]
  /** By line: how many of its canaries it killed, of how many, and what became of the others. */
  readonly canaries: Readonly<Record<string, Killed>>
}

export interface Killed {
  readonly killed: number
  readonly released: number
  readonly missed?: readonly string[]
}

/** What keeps a run from being green, a line each: figures below their bar, measurements that broke off, canaries that live. */
export function whatIsRed({ lines, canaries }: Pick<Scorecard, 'canaries'> & { lines: readonly Measured[] }): string[] {
  const figures = lines.flatMap((line) =>
    line.figures.filter((one) => !one.pass).map((one) => `${line.id} ${one.name}: ${one.value} (${one.bar})`),
  )
  return [...figures, ...Object.values(canaries).flatMap((one) => one.missed ?? [])]
}

/** A line counts when it passed, nothing of it is open, and it killed a canary and missed none. */
export function counts(line: Line, { lines, canaries }: Scorecard): boolean {
  const own = canaries[line.id]
  const proved = own !== undefined && own.released > 0 && own.killed === own.released
  return lines.find((one) => one.id === line.id)?.status === 'passed' && !line.open && proved
}

/** The line about the canaries themselves: every defect there is was put in, and found. */
const canaryLine: Line = { id: 'Q1', title: 'Canaries: every defect put in is found', points: 50, gate: true }
const fewestCanaries = 60

function tally({ canaries }: Scorecard) {
  const all = Object.values(canaries)
  const sum = (of: (one: Killed) => number) => all.reduce((total, one) => total + of(one), 0)
  return { released: sum((one) => one.released), killed: sum((one) => one.killed) }
}

/** Words for where a line stands: green and red only where it was measured. */
function standing(line: Line, card: Scorecard, canaryCount: number): string {
  if (line === canaryLine) {
    const { released, killed } = tally(card)
    if (killed < released) return '**RED**'
    return released >= Math.max(canaryCount, fewestCanaries) ? 'green' : 'unmeasured'
  }
  const status = card.lines.find((one) => one.id === line.id)?.status
  if (!line.tests && !line.measure) return 'not built'
  if (status === undefined || status === 'unmeasured' || status === 'not built') return 'unmeasured'
  const own = card.canaries[line.id]
  if (status === 'failed' || (own && own.killed < own.released)) return '**RED**'
  return own ? 'green' : 'green, no canary'
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** What was measured of a line, figure by figure, and what was not. */
function section(line: Line, card: Scorecard): string {
  const measured = card.lines.find((one) => one.id === line.id)
  if (!measured || measured.figures.length === 0) return ''
  const figures = measured.figures.map(
    (one) => `${one.pass ? '' : '**RED** '}${cell(`${one.name}: ${one.value} (${one.bar})`)}`,
  )
  const missed = (card.canaries[line.id]?.missed ?? []).map((one) => `**RED** ${cell(one)}`)
  const open = line.open ? [`open: ${line.open}`] : []
  return `### ${line.id} ${line.title}

Measured ${measured.date} at ${measured.commit} with Node ${measured.node}.

${[...figures, ...missed, ...open].map((one) => `- ${one}`).join('\n')}
`
}

/** The text of docs/scorecard.md; `canaryCount`: how many defects there are to put in. */
export function scorecardDocument(measured: readonly Line[], card: Scorecard, canaryCount: number): string {
  const table = [...measured, canaryLine]
  const stands = (line: Line) => standing(line, card, canaryCount)
  const given = (line: Line) => (line === canaryLine ? stands(line) === 'green' : counts(line, card))
  const counted = (lines: readonly Line[]) => lines.filter(given)
  const points = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.points, 0)
  const gates = table.filter((line) => line.gate)
  const of = (word: string) => table.filter((line) => stands(line).startsWith(word)).length
  const rows = table.map((line) => {
    const own = line === canaryLine ? tally(card) : card.canaries[line.id]
    const canaries = own ? `${own.killed} of ${own.released}` : ''
    const cells = [
      ...[line.id, line.gate ? 'gate' : '', line.title, stands(line), canaries, line.open ? 'yes' : ''],
      given(line) ? String(line.points) : `0 of ${line.points}`,
    ]
    return `| ${cells.map(cell).join(' | ')} |`
  })
  return `<!-- Written by \`npm run scorecard\`. Do not edit. -->

# Scorecard

${table.length} lines: ${of('green')} green, ${of('**RED**')} red, ${of('unmeasured')} unmeasured, ${of('not built')} not built.
${points(counted(table))} of ${points(table)} points; ${counted(gates).length} of ${gates.length} gates.
Profile ${card.profile}, seed ${card.seed}; each line says when and of what it was measured.

A line is green when each of its figures reaches its bar and every defect put in on purpose (a canary) turned it red. It gives
its points, or passes as a gate, when besides nothing of its bar is open. \`unmeasured\` was left out so far, or cannot be shown
by the machine it ran on; \`not built\` has nothing to measure yet.

| line | | what must hold | | canaries killed | open | points |
|---|---|---|---|---|---|---|
${rows.join('\n')}

## Figures

${table
  .map((line) => section(line, card))
  .filter((text) => text !== '')
  .join('\n')}`
}
