import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stage, startStage, withoutStage } from './stage.ts'

let stage: Stage
let yearId: string
let made = 0
const acknowledged: string[] = []

interface Load {
  /** Ends the load; what went wrong, and how many requests were right. */
  stop(): Promise<{ failures: string[]; reads: number; writes: number }>
}

/** Eight people who read and write without a pause. */
function startLoad(): Load {
  const failures: string[] = []
  let going = true
  let reads = 0
  let writes = 0
  const cookie = { cookie: stage.cookie }
  const one = async (writer: boolean) => {
    while (going) {
      made += 1
      const name = `Major ${made}`
      const body = { yearId, name, abbreviation: `M${made}` }
      const request = writer
        ? stage.visitor.send('POST', '/api/v1/majors', { headers: cookie, body })
        : stage.visitor.send('GET', '/api/v1/years', { headers: cookie })
      const status = await request.then(
        (answer) => answer.status,
        (error: Error) => error.message,
      )
      if (status === 201 || status === 200) {
        if (writer) acknowledged.push(name)
        if (writer) writes += 1
        else reads += 1
      } else failures.push(`${writer ? 'POST' : 'GET'}: ${status}`)
    }
  }
  const all = Promise.all([false, false, false, false, false, true, true, true].map(one))
  return {
    stop: async () => {
      going = false
      await all
      return { failures, reads, writes }
    },
  }
}

describe.skipIf(withoutStage)(`change under load${withoutStage ? `: ${withoutStage}` : ''}`, () => {
  beforeAll(async () => {
    stage = await startStage()
    const body = { name: '2026-2027', startsOn: '2026-09-01', endsOn: '2027-07-31' }
    const year = await stage.visitor.send('POST', '/api/v1/years', { headers: { cookie: stage.cookie }, body })
    yearId = JSON.parse(String(year.body)).id
  })
  afterAll(() => stage?.close())

  it('a process that is killed costs no reader anything', async () => {
    const load = startLoad()
    await setTimeout(500)
    expect(await stage.apps[0].end('SIGKILL')).toBe('SIGKILL')
    await setTimeout(1_000)
    await stage.apps[0].start()
    await setTimeout(500)
    const { failures, reads } = await load.stop()
    expect(failures.filter((one) => one.startsWith('GET'))).toEqual([])
    // each of three writers may be told of a write that was under way, and of one sent to a connection just dead
    expect(failures.length).toBeLessThanOrEqual(6)
    expect(new Set(failures)).toEqual(new Set(failures.length > 0 ? ['POST: 502'] : []))
    expect(reads).toBeGreaterThan(100)
  })

  it('both processes restarted one after the other cost nobody anything', async () => {
    const load = startLoad()
    for (const one of stage.apps) {
      expect(await one.end('SIGTERM')).toBe(0)
      await one.start()
      await setTimeout(300)
    }
    const { failures, reads, writes } = await load.stop()
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(200)
    expect(writes).toBeGreaterThan(100)
  })

  it('nginx reading its configuration again costs nobody anything', async () => {
    const load = startLoad()
    for (let i = 0; i < 4; i += 1) {
      await setTimeout(400)
      stage.nginx.reload()
    }
    await setTimeout(800)
    const { failures, reads } = await load.stop()
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(100)
  })

  it('what was acknowledged is there once', async () => {
    const rows = (await stage.cluster.query('select name from majors')) as { name: string }[]
    const names = rows.map((one) => one.name)
    expect(new Set(names).size).toBe(names.length)
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(acknowledged.filter((name) => !names.includes(name))).toEqual([])
  })
})
