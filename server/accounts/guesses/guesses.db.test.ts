import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changePassword, signIn } from '../../../contract/accounts.ts'
import { password, startApp, type TestApp } from '../../../tests/harness.ts'

let app: TestApp
const limit = 12
let next = 0

beforeAll(async () => {
  app = await startApp({
    BM23_WRONG_PASSWORDS_PER_HOUR: String(limit),
    BM23_TRUSTED_PROXIES: '127.0.0.1',
    BM23_CAMPUS_NETWORKS: '203.0.113.0/24',
  })
})
afterAll(() => app.close())

const address = () => `198.51.100.${++next}`

async function person(): Promise<string> {
  const login = `person-${++next}`
  await app.account(login, 'student')
  return login
}

async function enter(login: string, from: string, given = password, cookie = '') {
  const headers = { 'x-forwarded-for': from, cookie }
  const answer = await app.call(signIn, { body: { login, password: given }, headers })
  const device = (answer.headers['set-cookie'] as string[] | undefined)?.find((one) => one.includes('-device='))
  return {
    status: answer.status,
    code: answer.problem?.code,
    device: device?.split(';')[0] ?? '',
    headers: answer.headers,
  }
}

describe('wrong passwords for one account', () => {
  it('lock it for strangers, and not for the browser its owner used before', async () => {
    const login = await person()
    const { device } = await enter(login, address())
    for (let i = 0; i < 10; i += 1) expect((await enter(login, address(), 'wrong password')).status).toBe(401)
    expect(await enter(login, address())).toMatchObject({ status: 429, code: 'account.locked' })
    expect((await enter(login, address(), password, device)).status).toBe(201)
    expect(await enter(login, address())).toMatchObject({ status: 429 })
    const stranger = await person()
    const foreign = (await enter(stranger, address())).device
    expect(await enter(login, address(), password, foreign), 'the browser of somebody else').toMatchObject({
      status: 429,
    })
  })

  it('are counted on the known browser too, and when the password is changed', async () => {
    const login = await person()
    const { device } = await enter(login, address())
    for (let i = 0; i < 10; i += 1) expect((await enter(login, address(), 'wrong password', device)).status).toBe(401)
    expect(await enter(login, address(), password, device)).toMatchObject({ code: 'account.locked' })
    const other = await person()
    const client = await app.as(other)
    const body = { current: 'wrong password', next: 'another good password' }
    for (let i = 0; i < 10; i += 1)
      expect((await client.call(changePassword, { body })).problem.code).toBe('password.wrong')
    expect((await client.call(changePassword, { body: { ...body, current: password } })).problem.code).toBe(
      'account.locked',
    )
  })
})

describe('wrong passwords from one address', () => {
  it('stop it for all accounts, however many are tried at once, but not where it was right before', async () => {
    const from = address()
    const [known, unknown] = [await person(), await person()]
    const { device } = await enter(known, from)
    const logins = []
    for (let i = 0; i < 2 * limit; i += 1) logins.push(await person())
    const guesses = await Promise.all(logins.map((login) => enter(login, from, 'wrong password')))
    expect(guesses.filter((one) => one.status === 401)).toHaveLength(limit)
    const stopped = guesses.filter((one) => one.status === 429)
    expect(stopped).toHaveLength(limit)
    expect(Number(stopped[0]?.headers['retry-after'])).toBeGreaterThan(3_000)
    expect((await enter(unknown, from)).status).toBe(429)
    expect((await enter(known, from, password, device)).status).toBe(201)
    expect((await enter(unknown, address())).status).toBe(201)
  })

  it('are counted by the /64 of IPv6', async () => {
    const statuses = []
    for (let i = 0; i < limit + 1; i += 1) {
      statuses.push((await enter(await person(), `2001:db8:5:5::${i.toString(16)}`, 'wrong password')).status)
    }
    expect(statuses.filter((one) => one === 429)).toHaveLength(1)
  })

  it('leave a campus behind one address at work: nobody who knows the password is refused', async () => {
    const campus = '203.0.113.9'
    const people = []
    for (let i = 0; i < 3 * limit; i += 1) people.push(await person())
    const victim = await person()
    const guesser = Array.from({ length: 2 * limit }, () => enter(victim, campus, 'wrong password'))
    const answers = await Promise.all(people.map((login) => enter(login, campus)))
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([201]))
    const guesses = await Promise.all(guesser)
    expect(guesses.filter((one) => one.status === 401)).toHaveLength(10)
  })
})
