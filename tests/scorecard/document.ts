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

/** The text of docs/scorecard.md. */
export function scorecardDocument(table: readonly Line[], card: Scorecard): string {
  const of = (id: string) => card.lines.find((one) => one.id === id)
  const rows = table.map((line) => {
    const measured = of(line.id)
    const own = card.canaries[line.id]
    const cells = [
      line.id + (line.gate ? ' (gate)' : ''),
      line.title,
      measured
        ? measured.status.toUpperCase().replace('PASSED', 'passed').replace('NOT BUILT', 'not built')
        : 'unmeasured',
      measured && measured.status !== 'not built' ? `${measured.date}, ${measured.commit}, Node ${measured.node}` : '',
      (measured?.figures ?? []).map((one) => `${one.name}: ${one.value} (${one.bar})`).join('; '),
      own ? `${own.killed} of ${own.released}` : '',
      line.open ?? '',
      counts(line, card) ? String(line.points) : '0',
    ]
    return `| ${cells.map((one) => one.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  })
  const points = table.filter((line) => counts(line, card)).reduce((sum, line) => sum + line.points, 0)
  const gates = table.filter((line) => line.gate)
  return `<!-- Written by \`npm run scorecard\`. Do not edit. -->

# Scorecard

${points} of ${table.reduce((sum, line) => sum + line.points, 0)} points; ${gates.filter((line) => counts(line, card)).length} of ${gates.length} gates.
Profile ${card.profile}, seed ${card.seed}.

A line passes when each of its figures reaches its bar, and gives its points when besides nothing of it is open and every
defect put in on purpose (a canary) turned it red. \`unmeasured\` was left out of this run, or cannot be shown by the machine it ran on; \`not built\` has nothing to measure yet.

| line | what must hold | status | measured | figures (bar) | canaries | open | points |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}
