import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareDatabase, setTestDatabase } from '../database.ts'
import { startStage } from '../deploy/stage.ts'
import { startApp } from '../harness.ts'
import { startCluster } from '../serving/postgres.ts'
import { atLeast, type Context, type Figure, type Line, none, type Profile, Unmeasurable } from './line.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** `unmeasured`: this machine cannot show it. */
export type Status = 'passed' | 'failed' | 'unmeasured' | 'not built'

export interface Measured {
  readonly id: string
  readonly status: Status
  readonly figures: readonly Figure[]
  readonly seconds: number
}

/** Runs what a line stands on. A measurement that breaks off is a failed line, and says why. */
export async function measureLine(
  line: Line,
  profile: Profile,
  seed: number,
  shown: Report | null = null,
): Promise<Measured> {
  const start = performance.now()
  if (!line.tests && !line.measure) return { id: line.id, status: 'not built', figures: [], seconds: 0 }
  const figures: Figure[] = []
  if (line.tests) figures.push(...(await showTests(line.tests, shown)))
  const measured = line.measure ? await runMeasure(line.measure, profile, seed) : []
  const seconds = Math.round((performance.now() - start) / 1_000)
  if (measured instanceof Unmeasurable) {
    const why: Figure = { name: 'unmeasured', value: measured.message, bar: '', pass: true }
    return {
      id: line.id,
      status: figures.every((one) => one.pass) ? 'unmeasured' : 'failed',
      figures: [...figures, why],
      seconds,
    }
  }
  figures.push(...measured)
  const status = figures.length > 0 && figures.every((one) => one.pass) ? 'passed' : 'failed'
  return { id: line.id, status, figures, seconds }
}

async function runMeasure(
  measure: NonNullable<Line['measure']>,
  profile: Profile,
  seed: number,
): Promise<Figure[] | Unmeasurable> {
  const closing: (() => unknown)[] = []
  // a measurement that builds the web leaves its mode behind, and the next one would start in production
  const environment = { ...process.env }
  const context: Context = {
    ...{ profile, seed, count: (counts) => counts[profile] },
    defer: (close) => void closing.unshift(close),
    app: async (env) => {
      const cluster = await startCluster()
      closing.unshift(() => cluster.close())
      setTestDatabase(cluster.url)
      await prepareDatabase()
      const app = await startApp(env)
      closing.unshift(() => app.close())
      return app
    },
    stage: async (...settings) => {
      const stage = await startStage(...settings)
      closing.unshift(() => stage.close())
      return stage
    },
  }
  try {
    return await measure(context)
  } catch (error) {
    if (error instanceof Unmeasurable) return error
    return [none('broken off', [String((error as Error).stack ?? error)])]
  } finally {
    // what cannot be closed any more was ended by the measurement itself
    for (const close of closing)
      await Promise.resolve()
        .then(close)
        .catch(() => undefined)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
  }
}

/** What a run of the tests wrote about itself, here or in an earlier step of the same pipeline. */
export interface Report {
  testResults: { name: string; message: string; assertionResults: { status: string; fullName: string }[] }[]
}

/** A skipped test shows nothing: it counts neither as passed nor as failed, so that the number falls short. */
async function showTests(tests: NonNullable<Line['tests']>, shown: Report | null): Promise<Figure[]> {
  try {
    const own = shown?.testResults.filter(({ name }) => tests.files.some((file) => name.startsWith(join(root, file))))
    const results = own && own.length > 0 ? own : (await runTests(tests.files)).testResults
    const of = (status: string) =>
      results.flatMap((one) => one.assertionResults.filter((test) => test.status === status))
    const unread = results.filter((one) => one.assertionResults.length === 0 && one.message)
    const failed = [
      ...of('failed').map((test) => test.fullName),
      ...unread.map((one) => `${one.name}: ${one.message.slice(0, 200)}`),
    ]
    return [atLeast('tests passed', of('passed').length, tests.atLeast), none('tests failed', failed)]
  } catch (error) {
    return [none('tests that did not run', [String(error)])]
  }
}

async function runTests(files: readonly string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-score-'))
  const file = join(folder, 'report.json')
  try {
    await run(['node_modules/vitest/vitest.mjs', 'run', ...files, '--reporter=json', `--outputFile.json=${file}`])
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run(args: readonly string[], cwd = root): Promise<number> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}
