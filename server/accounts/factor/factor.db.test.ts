import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as factor from '../../../contract/accounts/second-factor.ts'
import { createAccessToken } from '../../../contract/accounts/tokens.ts'
import * as contract from '../../../contract/accounts.ts'
import { seedOf } from '../../../tests/authenticator.ts'
import { type Client, password, startApp, type TestApp } from '../../../tests/harness.ts'
import { deliverDue } from '../../platform/mail/post.ts'
import { factorLiftedMail, liftByLogin } from './lift.ts'
import { base32, codeAt, stepOf } from './totp.ts'

const key = (version: number) => `${version}:${randomBytes(32).toString('base64')}`
const first = key(1)
let app: TestApp
let admin: Client
let people = 0
/** Codes are good once, so each test goes on where the one before it left the clock. */
let clock = Date.now()

beforeAll(async () => {
  app = await startApp({ BM23_SECRET_KEYS: first, BM23_STAFF_IDLE_MINUTES: '0' })
  await app.account('dean', 'admin')
  admin = await app.as('dean')
})
afterAll(() => app.close())
afterEach(() => app.setNow(null))

/** The code of the next half minute. */
function codeOf(seed: Buffer, on: TestApp = app): string {
  clock = Math.max(clock + 30_000, Date.now())
  on.setNow(new Date(clock))
  return codeAt(seed, stepOf(new Date(clock)))
}

const cookieOf = (answer: { headers: Record<string, unknown> }, name: string) =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map(String)
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''

async function person(role: 'student' | 'admin' = 'student') {
  people += 1
  const login = `person-${people}`
  return { login, id: await app.account(login, role), client: await app.as(login) }
}

/** Somebody who has set up an app, and is signed in by it. */
async function armed(role: 'student' | 'admin' = 'student') {
  const { login, id, client } = await person(role)
  const begun = await client.call(factor.beginSecondFactor, { body: { password } })
  const seed = seedOf(begun.body.key)
  const confirmed = await client.call(factor.confirmSecondFactor, { body: { code: codeOf(seed) } })
  expect([begun.status, confirmed.status]).toEqual([201, 200])
  const headers = { cookie: cookieOf(confirmed, 'bm23') }
  return { login, id, seed, before: client, headers, codes: confirmed.body.recoveryCodes }
}

/** The first step; what comes back is the ticket. */
async function enter(login: string, given = password) {
  const answer = await app.call(contract.signIn, { body: { login, password: given } })
  return { status: answer.status, body: answer.body, cookie: cookieOf(answer, 'bm23-step') }
}

const finish = (cookie: string, code: string) => app.call(factor.finishSignIn, { body: { code }, headers: { cookie } })

describe('setting it up', () => {
  it('begins with the password and ends with a code; sessions of before end', async () => {
    const { client } = await person()
    const wrong = await client.call(factor.beginSecondFactor, { body: { password: 'not the password' } })
    expect(wrong.problem.code).toBe('password.wrong')
    const early = await client.call(factor.confirmSecondFactor, { body: { code: '123456' } })
    expect([early.status, early.problem.code]).toEqual([409, 'factor.notBegun'])
    const { body } = await client.call(factor.beginSecondFactor, { body: { password } })
    expect(new URL(body.address).searchParams.get('secret')).toBe(body.key)
    const seed = seedOf(body.key)
    expect([seed.length, base32(seed)]).toEqual([20, body.key])
    const off = await client.call(factor.confirmSecondFactor, { body: { code: codeAt(seed, 1) } })
    expect([off.status, off.problem.code]).toEqual([422, 'factor.wrongCode'])
    expect((await client.call(factor.readSecondFactor)).body).toMatchObject({ since: null, offered: true })
    const confirmed = await client.call(factor.confirmSecondFactor, { body: { code: codeOf(seed) } })
    expect(confirmed.body.recoveryCodes).toHaveLength(10)
    expect((await client.call(contract.readSession)).status, 'the session without it').toBe(401)
    const headers = { cookie: cookieOf(confirmed, 'bm23') }
    expect((await app.call(factor.readSecondFactor, { headers })).body).toMatchObject({ recoveryCodesLeft: 10 })
    const again = await app.call(factor.beginSecondFactor, { body: { password }, headers })
    expect([again.status, again.problem.code]).toEqual([409, 'factor.already'])
  })

  it('leaves nothing in the database that makes or is a code', async () => {
    const { seed, codes } = await armed()
    const tables = ['second_factors', 'recovery_codes', 'events', 'sign_in_steps'] as const
    const rows = await Promise.all(tables.map((table) => app.platform.db.selectFrom(table).selectAll().execute()))
    const text = JSON.stringify(rows)
    for (const written of ['hex', 'base64', 'base64url', 'utf8'] as const)
      expect(text).not.toContain(seed.toString(written))
    expect(text).not.toContain(base32(seed))
    for (const code of codes) for (const one of [code, code.replaceAll('-', '')]) expect(text).not.toContain(one)
  })

  it('is not offered without keys, nor where the setting says so', async () => {
    for (const env of [{}, { BM23_SECRET_KEYS: first, BM23_SECOND_FACTOR: 'off' }]) {
      const other = await startApp(env as Record<string, string>)
      try {
        await other.account('nok', 'student')
        const client = await other.as('nok')
        expect((await client.call(factor.readSecondFactor)).body.offered).toBe(false)
        const refused = await client.call(factor.beginSecondFactor, { body: { password } })
        expect([refused.status, refused.problem.code]).toEqual([409, 'factor.off'])
      } finally {
        await other.close()
      }
    }
  })
})

describe('signing in', () => {
  it('asks for the code in a second step, which no session precedes', async () => {
    const { login, seed } = await armed()
    const step = await enter(login)
    expect([step.status, step.body]).toEqual([202, { owes: 'code' }])
    const ticket = step.cookie.replace('bm23-step', 'bm23')
    expect((await app.call(contract.readSession, { headers: { cookie: `${step.cookie}; ${ticket}` } })).status).toBe(
      401,
    )
    const code = codeOf(seed)
    expect((await finish('', code)).problem.code).toBe('session.stepMissing')
    expect((await finish(`bm23-step=${'x'.repeat(43)}`, code)).problem.code).toBe('session.stepMissing')
    const done = await finish(step.cookie, ` ${code.slice(0, 3)} ${code.slice(3)}`)
    expect([done.status, done.body.account.login]).toEqual([201, login])
    expect((await finish(step.cookie, codeOf(seed))).problem.code, 'the ticket again').toBe('session.stepMissing')
  })

  it('takes codes of one step around, each once, and none before one that was taken', async () => {
    const { login, seed } = await armed()
    const { cookie } = await enter(login)
    codeOf(seed)
    const step = stepOf(new Date(clock))
    const attempt = async (off: number) => (await finish(cookie, codeAt(seed, step + off))).status
    expect(await attempt(2)).toBe(422)
    expect(await attempt(-2)).toBe(422)
    expect(await attempt(1)).toBe(201)
    const next = await enter(login)
    for (const off of [1, 0, -1]) expect((await finish(next.cookie, codeAt(seed, step + off))).status).toBe(422)
  })

  it('lets one of fifty at a time in with the same code', async () => {
    const { login, seed } = await armed()
    const tickets: string[] = []
    for (let i = 0; i < 50; i += 1) tickets.push((await enter(login)).cookie)
    const code = codeOf(seed)
    const answers = await Promise.all(tickets.map((cookie) => finish(cookie, code)))
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
    expect([...new Set(answers.map((one) => one.status))].sort()).toEqual([201, 422, 429])
  })

  it('rests after five wrong codes, which the right password does not forgive', async () => {
    const { login, seed } = await armed()
    for (let i = 0; i < 5; i += 1) {
      const { cookie } = await enter(login)
      expect((await finish(cookie, `00000${i}`)).status).toBe(422)
    }
    const { cookie } = await enter(login)
    const locked = await finish(cookie, codeOf(seed))
    expect([locked.status, locked.problem.code]).toEqual([429, 'account.locked'])
    clock += 16 * 60_000
    const code = codeOf(seed)
    expect((await finish((await enter(login)).cookie, code)).status).toBe(201)
  })

  it('takes a recovery code once, also of many at a time, and says how many are left', async () => {
    const { login, codes } = await armed()
    const code = (codes[0] ?? '').toUpperCase()
    const tickets = [await enter(login), await enter(login), await enter(login)]
    const answers = await Promise.all(tickets.map(({ cookie }) => finish(cookie, code)))
    expect(answers.map((one) => one.status).sort()).toEqual([201, 422, 422])
    const entered = answers.find((one) => one.status === 201)
    const headers = { cookie: cookieOf(entered ?? { headers: {} }, 'bm23') }
    expect((await app.call(factor.readSecondFactor, { headers })).body.recoveryCodesLeft).toBe(9)
    const stranger = await armed()
    expect((await finish((await enter(stranger.login)).cookie, codes[1] ?? '')).status, 'of somebody else').toBe(422)
  })

  it('asks for it too after a link that replaces the password, and ends what waited before', async () => {
    const { login, id, seed } = await armed()
    const waiting = await enter(login)
    const made = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'link' } })
    const params = { token: made.body.items[0]?.path?.split('/').pop() ?? '' }
    const taken = await app.call(contract.acceptInvitation, { params, body: { password: 'my very own words' } })
    expect([taken.status, taken.body]).toEqual([202, { owes: 'code' }])
    const code = codeOf(seed)
    expect((await finish(waiting.cookie, code)).problem.code).toBe('session.stepMissing')
    expect((await finish(cookieOf(taken, 'bm23-step'), code)).status).toBe(201)
  })

  it('waits ten minutes for the code', async () => {
    const { login, seed } = await armed()
    const { cookie } = await enter(login)
    clock += 11 * 60_000
    expect((await finish(cookie, codeOf(seed))).problem.code).toBe('session.stepMissing')
  })
})

describe('new recovery codes, and taking it off', () => {
  it('need password and code', async () => {
    const { headers, seed, login, codes } = await armed()
    const renew = (given: string, code: string) =>
      app.call(factor.renewRecoveryCodes, { body: { password: given, code }, headers })
    expect((await renew('not the password', codeOf(seed))).problem.code).toBe('password.wrong')
    expect((await renew(password, '000000')).problem.code).toBe('factor.wrongCode')
    const renewed = await renew(password, codeOf(seed))
    expect([renewed.status, renewed.body.recoveryCodes.length]).toEqual([201, 10])
    expect((await finish((await enter(login)).cookie, codes[0] ?? '')).status, 'one of before').toBe(422)
    const remove = (given: string, code: string) =>
      app.call(factor.removeSecondFactor, { body: { password: given, code }, headers })
    expect((await remove('not the password', codeOf(seed))).problem.code).toBe('password.wrong')
    expect((await remove(password, '000000')).problem.code).toBe('factor.wrongCode')
    const removed = await remove(password, renewed.body.recoveryCodes[0] ?? '')
    expect(removed.status).toBe(200)
    expect((await app.call(contract.readSession, { headers })).status, 'the session of before').toBe(401)
    expect((await enter(login)).status).toBe(201)
    const own = { cookie: cookieOf(removed, 'bm23') }
    const none = await app.call(factor.removeSecondFactor, { body: { password, code: '123456' }, headers: own })
    expect([none.status, none.problem.code]).toEqual([409, 'factor.notBegun'])
  })
})

describe('POST /accounts/:accountId/lift-second-factor', () => {
  const lift = (accountId: string, by: Client = admin) =>
    by.call(factor.liftSecondFactor, { params: { accountId }, body: { reason: 'Lost the phone, showed the card' } })
  const lastEvent = async () =>
    await app.platform.db
      .selectFrom('events')
      .select(['name', 'data', 'actor_name'])
      .where('name', '=', 'account.factorTakenOff')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()

  it('lets the person in by password, ends the sessions, records why, and tells the person', async () => {
    const { id, login, headers } = await armed()
    const set = { email: `${login}@example.edu`, locale: 'lo' }
    await app.platform.db.updateTable('accounts').set(set).where('id', '=', id).execute()
    const waiting = await enter(login)
    expect((await lift(id)).status).toBe(204)
    expect((await app.call(contract.readSession, { headers })).status).toBe(401)
    expect((await finish(waiting.cookie, '123456')).problem.code).toBe('session.stepMissing')
    expect((await enter(login)).status).toBe(201)
    const data = { by: 'admin', reason: 'Lost the phone, showed the card' }
    expect(await lastEvent()).toEqual({ name: 'account.factorTakenOff', data, actor_name: 'dean' })
    await deliverDue(app.ctx, [factorLiftedMail], null)
    const mails = await app.platform.db.selectFrom('mails').select(['recipient', 'body']).execute()
    expect(mails).toEqual([{ recipient: set.email, body: expect.stringContaining(`ສະບາຍດີ ${login}`) }])
    expect((await lift(id)).problem.code).toBe('factor.notBegun')
  })

  it('is not for one’s own, nor for who is no administrator', async () => {
    const own = await armed('admin')
    const client = {
      ...admin,
      call: ((endpoint, options) =>
        app.call(endpoint, { ...options, headers: own.headers } as never)) as Client['call'],
    }
    expect((await lift(own.id, client)).problem.code).toBe('factor.ownAccount')
    const { client: student, id } = await person()
    expect((await lift(id, student)).status).toBe(403)
    expect((await lift('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })

  it('is done by the operator for the last administrator', async () => {
    const { login } = await armed('admin')
    expect(await liftByLogin(app.ctx, 'nobody at all', 'because')).toBe(false)
    expect(await liftByLogin(app.ctx, login, 'came to the machine')).toBe(true)
    expect((await enter(login)).status).toBe(201)
    expect(await lastEvent()).toMatchObject({ data: { by: 'operator', reason: 'came to the machine' } })
  })
})

describe('where staff must have one', () => {
  it('who has none may set one up and nothing else, with a token no more than with a session', async () => {
    const env = { BM23_SECRET_KEYS: first, BM23_SECOND_FACTOR: 'staff', BM23_STAFF_IDLE_MINUTES: '0' }
    const strict = await startApp(env)
    try {
      await strict.account('dean', 'admin')
      await strict.account('nok', 'student')
      const student = await strict.as('nok')
      expect((await student.call(contract.readSession)).body.account.mustSetUpFactor).toBe(false)
      const answer = await strict.call(contract.signIn, { body: { login: 'dean', password } })
      expect(answer.body).toMatchObject({ account: { mustSetUpFactor: true } })
      const weak = { cookie: cookieOf(answer, 'bm23') }
      const refused = await strict.call(contract.listAccounts, { headers: weak })
      expect([refused.status, refused.problem.code]).toEqual([403, 'account.mustSetUpFactor'])
      const token = { body: { name: 'x', expiresOn: '2100-01-01' } }
      expect((await strict.call(createAccessToken, { ...token, headers: weak })).status).toBe(403)
      const { body } = await strict.call(factor.beginSecondFactor, { body: { password }, headers: weak })
      const code = codeOf(seedOf(body.key), strict)
      const confirmed = await strict.call(factor.confirmSecondFactor, { body: { code }, headers: weak })
      const strong = { cookie: cookieOf(confirmed, 'bm23') }
      expect((await strict.call(contract.listAccounts, { headers: strong })).status).toBe(200)
      const changed = await strict.call(contract.changePassword, {
        ...{ body: { current: password, next: 'my very own words' }, headers: strong },
      })
      const kept = { cookie: cookieOf(changed, 'bm23') }
      const { secret } = (await strict.call(createAccessToken, { ...token, headers: kept })).body
      const bearer = { authorization: `Bearer ${secret}` }
      expect((await strict.call(contract.listAccounts, { headers: bearer })).status).toBe(200)
      await strict.platform.db.updateTable('access_tokens').set({ strong: false }).execute()
      expect((await strict.call(contract.listAccounts, { headers: bearer })).problem.code).toBe(
        'account.mustSetUpFactor',
      )
    } finally {
      await strict.close()
    }
  })
})

describe('keys that are rotated', () => {
  it('open what was sealed before, and seal it anew when it is used', async () => {
    const { login, seed, id } = await armed()
    const sealed = async () =>
      (
        await app.platform.db
          .selectFrom('second_factors')
          .select('seed')
          .where('account_id', '=', id)
          .executeTakeFirst()
      )?.seed
    expect(await sealed()).toMatch(/^1\./)
    const config = app.platform.config as { secretKeys: unknown }
    const before = config.secretKeys
    try {
      config.secretKeys = [{ version: 2, bytes: randomBytes(32) }, ...(before as object[])]
      expect((await finish((await enter(login)).cookie, codeOf(seed))).status).toBe(201)
      expect(await sealed()).toMatch(/^2\./)
      config.secretKeys = before
      expect((await finish((await enter(login)).cookie, codeOf(seed))).status, 'its key is gone').toBe(422)
    } finally {
      config.secretKeys = before
    }
  })
})
