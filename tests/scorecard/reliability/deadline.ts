import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../deploy/stage.ts'
import { visitor } from '../../deploy/visitor.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { type Author, authorsOf, chapter } from './campus.ts'
import { measureFairness } from './fairness.ts'
import { emptyLedger, type Ledger, persist, type Witness } from './load.ts'
import { reckon } from './reckoning.ts'

const megabyte = 1_048_576

/** The value below which so many percent of them are, rounded. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0)
}

/** A day of a deadline: everybody hands in, and is asked for a revision to hand in again. */
class Day {
  readonly ledger: Ledger = emptyLedger()
  readonly stage: Stage
  readonly authors: readonly Author[]
  /** Each person has a connection of their own. */
  readonly #guest: ReturnType<typeof visitor>

  constructor(stage: Stage, authors: readonly Author[]) {
    this.stage = stage
    this.authors = authors
    this.#guest = visitor(stage.nginx, { sockets: authors.length + 50 })
  }

  async handIn({ cookie, milestones }: Author, bytes: number, witness: Witness): Promise<void> {
    const { sha256, ...file } = chapter(bytes)
    const path = `/api/v1/milestones/${milestones[0]}/submissions`
    const made = await persist(this.#guest, this.ledger, witness, { path, cookie, ...file })
    if (made) this.ledger.files.set(made.id, sha256)
  }

  /** What waits is given back. */
  async giveBack(): Promise<void> {
    const { cookie } = this.stage
    const body = { decision: 'revision', feedback: 'again' }
    const waiting = [...this.ledger.files.keys()].filter((id) => !this.ledger.reviews.has(id))
    const work = async () => {
      for (let id = waiting.pop(); id; id = waiting.pop()) {
        const path = `/api/v1/submissions/${id}/review`
        if (await persist(this.#guest, this.ledger, () => undefined, { path, cookie, body }))
          this.ledger.reviews.add(id)
      }
    }
    await Promise.all(Array.from({ length: 8 }, work))
  }

  async read(path: string): Promise<number> {
    return (await this.#guest.send('GET', path, { headers: { cookie: this.stage.cookie } })).status
  }

  close(): void {
    this.#guest.close()
  }
}

/** Times of what was done at once, and what came instead. */
function witnessOf(): { times: number[]; odd: string[]; witness: Witness } {
  const times: number[] = []
  const odd: string[] = []
  return {
    ...{ times, odd },
    witness: (answer, took) => {
      times.push(took)
      if (answer instanceof Error) odd.push(answer.message)
      else if (answer.status !== 201) odd.push(`${answer.status} ${String(answer.body).slice(0, 200)}`)
    },
  }
}

/** The greatest resident memory of a process while work goes on, in MB. */
async function memoryDuring({ apps }: Stage, work: () => Promise<unknown>): Promise<number> {
  const read = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
  let most = 0
  const look = () => {
    most = Math.max(most, ...apps.map((one) => read(one.pid())))
  }
  const timer = setInterval(look, 50)
  await work()
  clearInterval(timer)
  look()
  return Math.round(most)
}

/** (a) Everybody hands in 500 KB at the same instant. */
async function wall(day: Day): Promise<Figure[]> {
  const { times, odd, witness } = witnessOf()
  const memory = await memoryDuring(day.stage, () =>
    Promise.all(day.authors.map((one) => day.handIn(one, 500_000, witness))),
  )
  await day.giveBack()
  return [
    atLeast('wall: handed in at one instant', times.length - odd.length, day.authors.length),
    none('wall: answered otherwise than 201', odd),
    atMost('wall: p99 (ms)', percentile(times, 99), 20_000),
    atMost('wall: memory of a process at most (MB)', memory, 512),
  ]
}

/** (b) Everybody within a minute, 2 MB each, while dashboards are read. */
async function rush(context: Context, day: Day): Promise<Figure[]> {
  const { times, odd, witness } = witnessOf()
  const seconds = context.count({ canary: 3, ci: 8, release: 60 })
  const reads: number[] = []
  let going = true
  const reader = async () => {
    for (; going; await pause(100)) {
      const start = performance.now()
      const status = await day.read('/api/v1/dashboard')
      reads.push(performance.now() - start)
      if (status !== 200) odd.push(`dashboard ${status}`)
    }
  }
  const readers = [reader(), reader()]
  const each = async (one: Author, at: number) => {
    await pause((seconds * 1_000 * at) / day.authors.length)
    await day.handIn(one, 2_000_000, witness)
  }
  await Promise.all(day.authors.map(each))
  going = false
  await Promise.all(readers)
  await day.giveBack()
  // the bars of the release are for a machine that does nothing else
  const loose = context.count({ canary: 20, ci: 10, release: 1 })
  return [
    atLeast('rush: handed in', times.length, day.authors.length),
    none('rush: other answers', odd),
    atMost('rush: p99 of uploads (ms)', percentile(times, 99), 3_000 * loose),
    atMost(`rush: p95 of ${reads.length} dashboards (ms)`, percentile(reads, 95), 300 * loose),
  ]
}

/** (f) The same with a process killed and the database restarted in the middle; each asks again with its key. */
async function interrupted(day: Day): Promise<Figure[]> {
  const { stage } = day
  const before = day.ledger.files.size
  const each = async (one: Author, at: number) => {
    await pause((4_000 * at) / day.authors.length)
    await day.handIn(one, 1_000_000, () => undefined)
  }
  const all = Promise.all(day.authors.map(each))
  await pause(1_000)
  await stage.apps[0].end('SIGKILL')
  await stage.apps[0].start()
  await stage.cluster.stop('fast')
  await stage.cluster.start()
  await all
  return [
    atLeast('interrupted: acknowledged', day.ledger.files.size - before, day.authors.length),
    ...(await reckon(stage, day.ledger)).map((one) => ({ ...one, name: `interrupted: ${one.name}` })),
  ]
}

/** What a process holds does not grow with what is sent. */
async function streams(context: Context, day: Day): Promise<Figure[]> {
  const few = day.authors.slice(0, context.count({ canary: 3, ci: 4, release: 8 }))
  const at = async (bytes: number) => {
    const most = await memoryDuring(day.stage, () =>
      Promise.all(few.map((one) => day.handIn(one, bytes, () => undefined))),
    )
    await day.giveBack()
    return most
  }
  const [small, large] = [await at(megabyte), await at(40 * megabyte)]
  return [atMost(`memory for ${few.length} files of 40 MB more than of 1 MB (MB)`, large - small, 20 * few.length)]
}

export async function measureDeadline(context: Context): Promise<Figure[]> {
  const stage = await context.stage({ BM23_LOG_LEVEL: 'fatal' }, {}, { fsync: 'on' })
  const authors = await authorsOf(stage, context.count({ canary: 12, ci: 40, release: 1_000 }))
  const day = new Day(stage, authors)
  context.defer(() => day.close())
  return [
    ...(await wall(day)),
    ...(await rush(context, day)),
    ...(await streams(context, day)),
    ...(await interrupted(day)),
    ...(await measureFairness(context, stage, authors)),
  ]
}
