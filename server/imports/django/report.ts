import type { ImportKind, ImportRow } from '../../../contract/imports.ts'
import { reasonText } from '../../../contract/words.ts'
import type { Refusal } from '../../platform/problem.ts'

/** What became of a takeover, for people and for programs. */
export interface Report {
  readonly years: YearReport[]
  readonly admins: { added: string[]; there: string[] }
  /** Accounts that keep their password, and those whose stored one cannot be verified. */
  readonly passwords: { kept: number; unusable: number }
  /** What was understood or changed on the way. */
  readonly remarks: string[]
  /** What is not taken over, by model. */
  readonly left: Readonly<Record<string, number>>
}

export interface YearReport {
  readonly name: string
  readonly isNew: boolean
  /** By kind of thing: written now, there already (and left as they are), refused. */
  readonly counts: Record<string, { added: number; there: number; refused: number }>
  /** Each thing that could not be taken, and why. */
  readonly refused: string[]
}

export function reportYear(name: string, isNew: boolean): YearReport {
  return { name, isNew, counts: {}, refused: [] }
}

type Outcome = 'added' | 'there' | 'refused'

/** Counts one thing; `why` says what kept it out. */
export function count(report: YearReport, kind: string, outcome: Outcome, why?: string): void {
  const now = report.counts[kind] ?? { added: 0, there: 0, refused: 0 }
  report.counts[kind] = { ...now, [outcome]: now[outcome] + 1 }
  if (why !== undefined) report.refused.push(`${kind} ${why}`)
}

/** What a row of a kind is called by. */
const called = ({ cells }: ImportRow) => cells.code || cells.name || '(without a name)'

/** Counts a planned row that is not written. @returns whether it is to be written */
export function isNew(report: YearReport, kind: ImportKind, row: ImportRow): boolean {
  if (row.state === 'new') return true
  if (row.state !== 'error') count(report, kind, 'there')
  else {
    const reasons = row.reasons.map((reason) => reasonText('en', kind, reason)).join(' ')
    count(report, kind, 'refused', `${called(row)}: ${reasons}`)
  }
  return false
}

export const because = ({ code, extra }: Refusal): string =>
  extra.data && Object.keys(extra.data).length > 0 ? `${code} ${JSON.stringify(extra.data)}` : code

/** The report as lines of text. */
export function printed(report: Report, dryRun: boolean): string[] {
  const years = report.years.flatMap((year) => [
    `Year ${year.name}${year.isNew ? ' (new)' : ''}`,
    ...Object.entries(year.counts).map(
      ([kind, one]) => `  ${kind}: ${one.added} new, ${one.there} there already, ${one.refused} refused`,
    ),
    ...year.refused.map((one) => `  refused: ${one}`),
  ])
  const { added, there } = report.admins
  const left = Object.entries(report.left).map(([model, objects]) => `  ${model}: ${objects}`)
  return [
    ...years,
    `Administrators: ${added.length} new${added.length > 0 ? ` (${added.join(', ')})` : ''}, ${there.length} there already`,
    `Passwords: ${report.passwords.kept} kept, ${report.passwords.unusable} that cannot be verified (invite these people)`,
    ...report.remarks,
    ...(left.length > 0 ? ['Not taken over:', ...left] : []),
    ...(dryRun ? ['Nothing was written: this was a dry run.'] : []),
  ]
}
