import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { listMilestones } from '../../../contract/milestones.ts'
import { listSubmissions, reviewSubmission, type Submission } from '../../../contract/submissions.ts'
import type { Stage } from '../../deploy/stage.ts'
import { good } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import { Chance } from '../chance.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { type Author, chapter } from './campus.ts'

/** How long before and after the end of the day, in milliseconds. */
const around = 2_000
const dayEnds = (dueOn: string) => Date.parse(`${dueOn}T24:00:00+07:00`)

/** Lets the clock of the program run from a moment on. */
function runClock(app: TestApp, from: number) {
  const start = performance.now()
  const now = () => from + (performance.now() - start)
  app.setNow(() => new Date(now()))
  return { now, stop: () => app.setNow(null) }
}

/** What was judged wrong about one file whose head was sent and whose end was let go at these moments. */
function misjudged({ late, submittedAt }: Submission, end: number, sent: number, letGo: number): string | null {
  const at = Date.parse(submittedAt)
  if (at < Math.floor(sent) || at > letGo)
    return `counted at ${at - end}, sent at ${sent - end}, its end at ${letGo - end}`
  return late === at >= end ? null : `late ${late} at ${at - end} ms`
}

/**
 * Files that come two seconds before to two seconds after the end of the day in the faculty, each at a moment of its own
 * and over a line that takes up to two seconds, from people whose clocks say otherwise: the clock of the server decides,
 * and by when the request was there (decision 0012).
 */
export async function measureFairness(context: Context, stage: Stage, authors: readonly Author[]): Promise<Figure[]> {
  const unlimited = { BM23_RATE_ANONYMOUS_PER_HOUR: '1000000', BM23_RATE_USER_PER_HOUR: '1000000' }
  const app = await startApp({ ...stage.settings, ...unlimited })
  context.defer(() => app.close())
  await app.account('judge', 'admin')
  const judge = await app.as('judge')
  const params = { projectId: authors[0]?.projectId ?? '' }
  const dueOn = good(await judge.call(listMilestones, { params })).items[0]?.dueOn ?? ''
  const end = dayEnds(dueOn)
  const chance = new Chance(context.seed)
  const host = new URL(String(stage.settings.BM23_PUBLIC_URL)).host
  const wrong: string[] = []
  const seen = { early: 0, late: 0 }
  for (let round = 0; round < context.count({ canary: 1, ci: 2, release: 2 }); round += 1) {
    const judged: string[] = []
    for (const { projectId } of authors) {
      const { items } = good(await judge.call(listSubmissions, { params: { projectId } }))
      const waiting = items.find((one) => one.decision === null)
      if (waiting) judged.push(waiting.id)
    }
    for (const submissionId of judged) {
      const body = { decision: 'revision', feedback: 'again' } as const
      good(await judge.call(reviewSubmission, { params: { submissionId }, body }))
    }
    const clock = runClock(app, end - around)
    const send = async ({ cookie, milestones }: Author) => {
      await pause(chance.below(2 * around))
      const { body, headers } = chapter(2_000)
      const line = chance.below(around)
      let letGo = clock.now()
      async function* slowly() {
        yield body.subarray(0, 1_000)
        await pause(line)
        letGo = clock.now()
        yield body.subarray(1_000)
      }
      const sent = clock.now()
      const lie = new Date(end - 3_600_000).toUTCString()
      const answer = await app.server.inject({
        ...{ method: 'POST', url: `/api/v1/milestones/${milestones[0]}/submissions`, payload: Readable.from(slowly()) },
        headers: { ...headers, 'content-length': String(body.length), host, cookie, date: lie, 'x-request-start': lie },
      })
      const made: Submission = answer.json()
      const fault = answer.statusCode === 201 ? misjudged(made, end, sent, letGo) : `${answer.statusCode}`
      if (fault) wrong.push(fault)
      seen[made.late ? 'late' : 'early'] += 1
    }
    await Promise.all(authors.map(send))
    clock.stop()
  }
  const few = Math.floor(authors.length / 8)
  return [
    atLeast('fairness: in time', seen.early, few),
    atLeast('fairness: late', seen.late, few),
    none('fairness: misjudged', wrong),
  ]
}
