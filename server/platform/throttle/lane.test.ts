import { describe, expect, it } from 'vitest'
import { DatabaseUnavailable } from '../db/limits.ts'
import { Refusal } from '../problem.ts'
import { Lane } from './lane.ts'

/** Work that ends when it is told to. */
function job() {
  let resolve: () => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<void>((end, fail) => {
    resolve = end
    reject = fail
  })
  let began = false
  const work = () => {
    began = true
    return promise
  }
  return { work, end: resolve, fail: reject, began: () => began }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a lane', () => {
  it('lets as many in as it is wide, and the others in the order they came', async () => {
    const lane = new Lane({ width: 2, patience: 10_000 })
    const jobs = Array.from({ length: 5 }, job)
    const passes = jobs.map((one) => lane.pass(one.work))
    await settled()
    expect(jobs.map((one) => one.began())).toEqual([true, true, false, false, false])
    expect(lane.waiting).toBe(3)
    jobs[1]?.end()
    await settled()
    expect(jobs.map((one) => one.began())).toEqual([true, true, true, false, false])
    for (const one of jobs) one.end()
    await Promise.all(passes)
    expect(lane.waiting).toBe(0)
    const again = Array.from({ length: 3 }, job)
    const passed = again.map((one) => lane.pass(one.work))
    await settled()
    expect(again.map((one) => one.began())).toEqual([true, true, false])
    for (const one of again) one.end()
    await Promise.all(passed)
  })

  it('refuses whose turn does not come in time, and nobody else', async () => {
    const lane = new Lane({ width: 1, patience: 20 })
    const first = job()
    const pass = lane.pass(first.work)
    const late = await lane.pass(async () => 'never').catch((error: unknown) => error)
    expect(late).toMatchObject({ code: 'server.busy' })
    expect(lane.waiting).toBe(0)
    first.end()
    await pass
    expect(await lane.pass(async () => 'now')).toBe('now')
  })

  it('goes on after a failure that is not about the database', async () => {
    const lane = new Lane({ width: 1, patience: 10_000 })
    const failing = job()
    const pass = lane.pass(failing.work).catch((error: unknown) => error)
    const next = lane.pass(async () => 'next')
    failing.fail(new Refusal('submission.wrongState'))
    expect(await pass).toMatchObject({ code: 'submission.wrongState' })
    expect(await next).toBe('next')
  })

  it('tells all who wait at once when the database does not answer', async () => {
    const lane = new Lane({ width: 1, patience: 60_000 })
    const failing = job()
    const passes = [failing.work, async () => undefined, async () => undefined].map((work) => lane.pass(work))
    const answers = Promise.all(passes.map((one) => one.catch((error: unknown) => error)))
    failing.fail(new DatabaseUnavailable(new Error('stopped')))
    const [own, ...others] = await answers
    expect(own).toBeInstanceOf(DatabaseUnavailable)
    expect(others).toMatchObject([{ code: 'server.busy' }, { code: 'server.busy' }])
    expect(await lane.pass(async () => 'well again')).toBe('well again')
  })
})
