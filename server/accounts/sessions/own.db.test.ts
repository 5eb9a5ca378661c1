import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { endOtherSessions, endOwnSession, listSessions } from '../../../contract/accounts/sessions.ts'
import { readSession, signIn, signOut } from '../../../contract/accounts.ts'
import { listNotifications } from '../../../contract/notifications.ts'
import { type Client, password, startApp, type TestApp } from '../../../tests/harness.ts'

let app: TestApp
let people = 0

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())
afterEach(() => app.setNow(null))

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

async function person(role: 'admin' | 'department_admin' | 'advisor' | 'student' = 'student'): Promise<string> {
  people += 1
  const login = `person-${people}`
  await app.account(login, role)
  return login
}

/** Who signs in with a browser that says what it is. */
async function enter(login: string, agent = firefox): Promise<{ cookie: string }> {
  const answer = await app.call(signIn, { body: { login, password }, headers: { 'user-agent': agent } })
  return { cookie: String((answer.headers['set-cookie'] as string[])[0]).split(';')[0] ?? '' }
}

const statusOf = async (headers: { cookie: string }) => (await app.call(readSession, { headers })).status

describe('GET /account/sessions', () => {
  it('tells where one is signed in, and of nobody else', async () => {
    const login = await person()
    const stranger = await person()
    await enter(stranger)
    await enter(login, 'curl/8.5.0')
    const here = await enter(login)
    const { body } = await app.call(listSessions, { headers: here })
    expect(body.items).toHaveLength(2)
    const [own, other] = body.items.sort((a, b) => Number(b.current) - Number(a.current))
    expect(own).toMatchObject({ browser: 'Firefox', system: 'Linux', address: '127.0.0.1', current: true })
    expect(other).toMatchObject({ browser: null, system: null, current: false })
  })
  it('is 401 for nobody', async () => {
    expect((await app.call(listSessions)).status).toBe(401)
  })
})

describe('DELETE /account/sessions/:sessionId', () => {
  const end = (headers: { cookie: string }, sessionId: string) =>
    app.call(endOwnSession, { params: { sessionId }, headers })
  const idOf = async (headers: { cookie: string }) =>
    (await app.call(listSessions, { headers })).body.items.find((one) => one.current)?.id ?? ''

  it('ends that one, at once', async () => {
    const login = await person()
    const [there, here] = [await enter(login), await enter(login)]
    const id = await idOf(there)
    expect((await end(here, id)).status).toBe(204)
    expect([await statusOf(there), await statusOf(here)]).toEqual([401, 200])
    expect((await end(here, id)).status).toBe(404)
    const events = app.platform.db.selectFrom('events').select(['name', 'actor_name']).orderBy('id', 'desc').limit(1)
    expect(await events.execute()).toEqual([{ name: 'session.endedElsewhere', actor_name: login }])
  })
  it('never ends that of somebody else', async () => {
    const victim = await enter(await person())
    const stranger = await enter(await person())
    expect((await end(stranger, await idOf(victim))).status).toBe(404)
    expect(await statusOf(victim)).toBe(200)
  })
})

describe('DELETE /account/sessions', () => {
  it('ends all but the one that asks', async () => {
    const login = await person()
    const there = [await enter(login), await enter(login), await enter(login)]
    const here = await enter(login)
    const answer = await app.call(endOtherSessions, { headers: here })
    expect([answer.status, answer.body]).toEqual([200, { ended: 3 }])
    expect(await Promise.all([...there, here].map(statusOf))).toEqual([401, 401, 401, 200])
    expect((await app.call(endOtherSessions, { headers: here })).body).toEqual({ ended: 0 })
  })
})

describe('signing out', () => {
  it('has the browser forget what it kept', async () => {
    const here = await enter(await person())
    const { headers } = await app.call(signOut, { headers: here })
    expect(headers['clear-site-data']).toBe('"cache", "storage"')
    expect(headers['set-cookie']).toMatch(/^bm23=; .*Max-Age=0/)
  })
})

describe('a session that rests', () => {
  const minutes = (count: number) => app.setNow(new Date(Date.now() + count * 60_000))
  const read = async (client: Client) => (await client.call(readSession)).status

  it.each(['admin', 'department_admin'] as const)('ends for %s after half an hour', async (role) => {
    const client = await app.as(await person(role))
    minutes(29)
    expect(await read(client)).toBe(200)
    minutes(58)
    expect(await read(client), 'it was used meanwhile').toBe(200)
    minutes(89)
    expect(await read(client)).toBe(401)
    app.setNow(null)
    expect(await read(client), 'it is gone and not only refused').toBe(401)
  })
  it.each(['advisor', 'student'] as const)('goes on for %s', async (role) => {
    const client = await app.as(await person(role))
    minutes(11.9 * 60)
    expect(await read(client)).toBe(200)
  })
  it('is not kept alive by what a page asks by itself', async () => {
    const client = await app.as(await person('admin'))
    for (const after of [10, 20, 29]) {
      minutes(after)
      expect((await client.call(listNotifications)).status).toBe(200)
    }
    minutes(31)
    expect((await client.call(listNotifications)).status).toBe(401)
  })
  it('lasts as long as the setting says', async () => {
    const patient = await startApp({ BM23_STAFF_IDLE_MINUTES: '0' })
    try {
      await patient.account('dean', 'admin')
      const client = await patient.as('dean')
      patient.setNow(new Date(Date.now() + 11 * 3_600_000))
      expect(await read(client)).toBe(200)
    } finally {
      await patient.close()
    }
  })
})
