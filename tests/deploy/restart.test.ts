import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stage, startStage, withoutStage } from './stage.ts'

let stage: Stage
let yearId: string
let made = 0
const acknowledged: string[] = []

interface Load {
  /** Ends the load; what went wrong, how many requests were right, and how many writes had to be sent again. */
  stop(): Promise<{ failures: string[]; reads: number; writes: number; repeated: number }>
}

/**
 * Sends a write as the interface does: a proxy may not ask another process for a write that it has begun to send, so its 502
 * is answered by sending it again under the same key.
 */
async function write(body: object): Promise<{ status: number; again: boolean }> {
  const headers = { cookie: stage.cookie, 'idempotency-key': randomUUID() }
  const first = await stage.visitor.send('POST', '/api/v1/majors', { headers, body })
  if (first.status !== 502) return { status: first.status, again: false }
  return { status: (await stage.visitor.send('POST', '/api/v1/majors', { headers, body })).status, again: true }
}

/** Eight people who read and write without a pause. */
function startLoad(): Load {
  let repeated = 0
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
        ? write(body).then((answer) => {
            if (answer.again) repeated += 1
            return answer
          })
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
      return { failures, reads, writes, repeated }
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
    // of three writers one may meet a connection just dead twice
    expect(failures.length).toBeLessThanOrEqual(3)
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
    const { failures, reads, writes, repeated } = await load.stop()
    expect(failures).toEqual([])
    expect(repeated).toBe(0)
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
