import type { Stage, startStage } from '../deploy/stage.ts'
import type { TestApp } from '../harness.ts'

/** `canary` is as small as still tells; `ci` fits into the pipeline; `release` is what the bar asks for. */
export type Profile = 'canary' | 'ci' | 'release'

/** One number that a line stands on, and whether it reaches its bar. */
export interface Figure {
  readonly name: string
  readonly value: number | string
  readonly bar: string
  readonly pass: boolean
}

/** What a measurement is given. */
export interface Context {
  readonly profile: Profile
  /** For everything drawn by chance, so that a run can be repeated. */
  readonly seed: number
  /** How many, by profile. */
  count(counts: Readonly<Record<Profile, number>>): number
  /** A whole installation of one's own, closed when the line is done. */
  stage(...settings: Parameters<typeof startStage>): Promise<Stage>
  /** The program in this process, on a PostgreSQL server of its own. */
  app(env?: Record<string, string>): Promise<TestApp>
  /** Something to be closed when the line is done; the last first. */
  defer(close: () => unknown): void
}

/** This machine cannot show it, whatever the program does: the line is unmeasured, neither green nor red. */
export class Unmeasurable extends Error {}

/** A line of the scorecard: what must hold, and how that is shown. */
export interface Line {
  readonly id: string
  readonly title: string
  readonly points: number
  readonly gate: boolean
  /** Tests that show it, and how many there are at least. */
  readonly tests?: { readonly files: readonly string[]; readonly atLeast: number }
  /** A measurement beside the tests. */
  readonly measure?: (context: Context) => Promise<Figure[]>
  /** What of the bar is not measured yet; a line with nothing to show is not built. */
  readonly open?: string
}

/** A number that must be reached. */
export const atLeast = (name: string, value: number, bar: number): Figure => ({
  ...{ name, value, bar: `at least ${bar}` },
  pass: value >= bar,
})

/** A number that must not be exceeded. */
export const atMost = (name: string, value: number, bar: number): Figure => ({
  ...{ name, value, bar: `at most ${bar}` },
  pass: value <= bar,
})

/** Nothing of it may be there; the first few that are there are named. */
export const none = (name: string, found: readonly string[]): Figure => ({
  name,
  value: found.length === 0 ? 0 : `${found.length}: ${found.slice(0, 5).join(' | ').slice(0, 600)}`,
  bar: '0',
  pass: found.length === 0,
})
