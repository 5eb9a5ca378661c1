import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts/provider.ts'
import * as factor from '../../../contract/accounts/second-factor.ts'
import {
  acceptInvitation,
  listAccounts,
  readInstallation,
  readSession,
  updateAccount,
} from '../../../contract/accounts.ts'
import { listRecord } from '../../../contract/record.ts'
import { openAuthenticator } from '../../../tests/authenticator.ts'
import { type Client, password, startApp, type TestApp } from '../../../tests/harness.ts'
import { startProvider, type TestProvider, walk } from '../../../tests/providers/real.ts'
import { comeBack, cookieOf, personWith, setOut } from '../../../tests/providers/visitor.ts'
import { createAccountWithHash } from '../accounts.ts'
import { insertLink } from '../credential.queries.ts'
import { hashPassword, makeSecret } from '../passwords.ts'
import { forgetExpired } from '../sessions.ts'

const publicUrl = 'http://bm23.test'
let provider: TestProvider
let app: TestApp
let admin: Client
let people = 0

beforeAll(async () => {
  provider = await startProvider(publicUrl)
  app = await startApp({ ...provider.env, BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}` })
  await app.account('dean', 'admin')
  admin = await app.as('dean')
})
afterAll(async () => {
  await app.close()
  await provider.close()
})

/** Somebody with an account here and one at the provider, of the same address. */
async function person(more: { email_verified?: boolean } = {}) {
  people += 1
  const [login, sub, email] = [`person-${people}`, `u-${people}`, `person-${people}@nuol.edu.la`]
  const id = await personWith(app, login, email)
  provider.people.set(sub, { email, email_verified: true, ...more })
  return { id, login, sub, email }
}

/** Somebody who registered, and was approved since. */
async function registrant(login: string) {
  const [sub, email] = [`u-${login}`, `${login}@nuol.edu.la`]
  const self = { displayName: login, login, email, role: 'student', status: 'pending' } as const
  const passwordHash = await hashPassword(password)
  const id = await app.platform.db
    .transaction()
    .execute((tx) => createAccountWithHash(tx, app.ctx, { ...self, passwordHash }))
  await set(id, "status = 'active'")
  provider.people.set(sub, { email, email_verified: true })
  return { id, sub, email }
}

async function enter(sub: string, returnTo?: string) {
  const { address, cookie } = await setOut(app, returnTo)
  return await comeBack(app, cookie, await walk(address, sub))
}

const set = (id: string, change: string) => app.database.execute(`update accounts set ${change} where id = $1`, [id])

async function identities(id: string): Promise<unknown[]> {
  return (await app.database.execute('select subject from provider_identities where account_id = $1', [id])).rows
}

/** What the record says of an account, oldest first. */
async function recorded(subjectId: string) {
  const { body } = await admin.call(listRecord, { query: { subjectId } })
  return body.items
    .map(({ event, facts }) => [event, Object.fromEntries(facts.map((one) => [one.path.join('.'), one.value]))])
    .reverse()
}

describe('signing in through the provider', () => {
  it('is offered by the name that was set', async () => {
    expect((await app.call(readInstallation)).body.provider).toBe('NUOL')
  })

  it('links the account of the verified address the first time, and knows the person by name afterwards', async () => {
    const { id, sub, email } = await person()
    const first = await enter(sub, '/projects?status=pending')
    expect([first.status, first.body]).toMatchObject([201, { account: { id }, returnTo: '/projects?status=pending' }])
    const session = { cookie: cookieOf(first, 'bm23') }
    expect((await app.call(readSession, { headers: session })).body.account.id).toBe(id)
    provider.people.set(sub, { email: 'married@nuol.edu.la', email_verified: true })
    const second = await enter(sub)
    expect([second.status, second.body]).toMatchObject([201, { account: { id, email } }])
    expect(cookieOf(second, 'bm23')).not.toBe(session.cookie)
    expect(await identities(id)).toEqual([{ subject: sub }])
    const { issuer } = provider
    expect(await recorded(id)).toMatchObject([
      ['account.created', {}],
      ['account.providerLinked', { issuer }],
      ['session.started', { provider: true }],
      ['session.started', { provider: true }],
    ])
  })

  it('gives no roles but those that the account has', async () => {
    const { sub } = await person()
    Object.assign(provider.people.get(sub) ?? {}, { roles: ['admin'], groups: ['admin'] })
    const { body } = await enter(sub)
    expect('roles' in body && body.roles).toEqual(['advisor'])
  })

  it('asks for the code of who has a second factor, and says in the record that it was both', async () => {
    const { id, login, sub } = await person()
    const client = await app.as(login)
    const { body } = await client.call(factor.beginSecondFactor, { body: { password } })
    const phone = openAuthenticator(body.key)
    await client.call(factor.confirmSecondFactor, { body: { code: phone.next() } })
    const asked = await enter(sub)
    expect([asked.status, asked.body, cookieOf(asked, 'bm23')]).toEqual([
      202,
      { owes: 'code', returnTo: '/projects' },
      '',
    ])
    const headers = { cookie: cookieOf(asked, 'bm23-step') }
    const done = await app.call(factor.finishSignIn, { body: { code: phone.next() }, headers })
    expect(done.status).toBe(201)
    expect((await recorded(id)).at(-1)).toMatchObject(['session.started', { provider: true, factor: 'app' }])
  })

  it('begins with nothing that the browser of another could use', async () => {
    const { address, cookie } = await setOut(app)
    const asked = new URL(address).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256' },
      redirect_uri: `${publicUrl}/sign-in/provider`,
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toHaveLength(43)
    const { rows } = await app.database.execute('select * from provider_visits', [])
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1])
  })
})

it('forgets at night who set out and never came back', async () => {
  await setOut(app)
  const left = async () => (await app.database.execute('select 1 from provider_visits', [])).rows.length
  await forgetExpired(app.platform)
  expect(await left()).toBeGreaterThan(0)
  await app.database.execute("update provider_visits set expires_at = now() - interval '1 minute'", [])
  await forgetExpired(app.platform)
  expect(await left()).toBe(0)
})

describe('who is not let in', () => {
  const refused = async (sub: string, status: number, code: string) => {
    const before = await app.database.execute('select count(*) as count from accounts', [])
    const answer = await enter(sub)
    expect([answer.status, answer.problem.code]).toEqual([status, code])
    expect(cookieOf(answer, 'bm23')).toBe('')
    expect(await app.database.execute('select count(*) as count from accounts', [])).toEqual(before)
    const { rows } = await app.database.execute('select 1 from provider_identities where subject = $1', [sub])
    expect(rows).toEqual([])
  }

  it('has no account: nothing is made', async () => {
    provider.people.set('stranger', { email: 'stranger@nuol.edu.la', email_verified: true })
    await refused('stranger', 403, 'provider.noAccount')
  })
  it.each([
    ['pending', 403, 'account.pending'],
    ['deactivated', 403, 'account.deactivated'],
    ['invited', 403, 'provider.noAccount'],
  ])('has an account that is %s', async (status, answer, code) => {
    const { id, sub } = await person()
    await set(id, `status = '${status}'`)
    await refused(sub, answer, code)
  })
  it('has an address that the provider did not verify, or none', async () => {
    await refused((await person({ email_verified: false })).sub, 403, 'provider.noAddress')
    provider.people.set('silent', {})
    await refused('silent', 403, 'provider.noAddress')
  })
  it('has an address that only looks like that of somebody', async () => {
    await personWith(app, 'kim', 'kim@nuol.edu.la')
    // the sign of the kelvin becomes a k in small letters
    provider.people.set('kelvin', { email: '\u212aim@nuol.edu.la', email_verified: true })
    await refused('kelvin', 403, 'provider.noAddress')
  })
  it('was let in before and is shut out since', async () => {
    const { id, sub } = await person()
    expect((await enter(sub)).status).toBe(201)
    await set(id, "status = 'deactivated'")
    expect((await enter(sub)).problem.code).toBe('account.deactivated')
  })
  it('cancelled at the provider', async () => {
    const { address, cookie } = await setOut(app)
    const answer = await comeBack(app, cookie, await walk(address, null))
    expect([answer.status, answer.problem.code]).toEqual([401, 'provider.cancelled'])
  })
  it('typed the address at registration, until a link that was mailed there is opened', async () => {
    const { id, sub } = await registrant('noy')
    await refused(sub, 403, 'provider.addressUnproven')
    const { secret, hash } = makeSecret()
    const link = { hash, accountId: id, expiresAt: new Date(Date.now() + 60_000), purpose: 'reset' } as const
    await app.platform.db.transaction().execute((tx) => insertLink(tx, link))
    const reset = { params: { token: secret }, body: { password: 'another long password' } }
    expect((await app.call(acceptInvitation, reset)).status).toBe(201)
    expect((await enter(sub)).status).toBe(201)
  })

  it('typed the address at registration, until the office writes it', async () => {
    const { id, sub, email } = await registrant('bua')
    await refused(sub, 403, 'provider.addressUnproven')
    const version = (await admin.call(listAccounts, { query: { q: 'bua' } })).body.items[0]?.version ?? 0
    const change = { params: { accountId: id }, ifMatch: version, body: { email } }
    expect((await admin.call(updateAccount, change)).status).toBe(200)
    expect((await enter(sub)).status).toBe(201)
  })
})

describe('the own account', () => {
  it('shows the connection, and ends it for who gives the password', async () => {
    const { id, login, sub } = await person()
    const client = await app.as(login)
    expect((await client.call(contract.readOwnProvider)).body).toEqual({ name: 'NUOL', since: null })
    const there = { cookie: cookieOf(await enter(sub), 'bm23') }
    expect((await client.call(contract.readOwnProvider)).body).toEqual({ name: 'NUOL', since: expect.any(String) })
    const wrong = await client.call(contract.unlinkProvider, { body: { password: 'not the password' } })
    expect([wrong.status, wrong.problem.code]).toEqual([422, 'password.wrong'])
    expect(await identities(id)).toHaveLength(1)
    expect((await client.call(contract.unlinkProvider, { body: { password } })).status).toBe(204)
    expect(await identities(id)).toEqual([])
    expect((await client.call(readSession)).status).toBe(200)
    expect((await app.call(readSession, { headers: there })).status).toBe(401)
    expect((await recorded(id)).at(-1)).toMatchObject(['account.providerUnlinked', { issuer: provider.issuer }])
    const again = await client.call(contract.unlinkProvider, { body: { password } })
    expect([again.status, again.problem.code]).toEqual([409, 'provider.notLinked'])
  })
  it('is nobody’s who is not signed in', async () => {
    expect((await app.call(contract.readOwnProvider)).status).toBe(401)
    expect((await app.call(contract.unlinkProvider, { body: { password } })).status).toBe(401)
  })
})
