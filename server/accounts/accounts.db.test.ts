import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccessToken, listAccessTokens, revokeAccessToken } from '../../contract/accounts/tokens.ts'
import * as contract from '../../contract/accounts.ts'
import { type Client, password, startApp, type TestApp } from '../../tests/harness.ts'
import { createAccount } from './accounts.ts'

let app: TestApp
let admin: Client
let dean: string

beforeAll(async () => {
  app = await startApp()
  dean = await app.account('dean', 'admin')
  await app.account('155N1000/22', 'student')
  admin = await app.as('dean')
})
afterAll(() => app.close())

describe('POST /session', () => {
  it('signs in by student ID, in any case', async () => {
    const answer = await app.call(contract.signIn, { body: { login: '155n1000/22', password } })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ roles: ['student'], permissions: expect.arrayContaining(['project.register']) })
    expect((answer.headers['set-cookie'] as string[])[0]).toMatch(/^bm23=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/)
  })
  it('answers a wrong password and an unknown login alike', async () => {
    const wrong = await app.call(contract.signIn, { body: { login: 'dean', password: 'wrong' } })
    const unknown = await app.call(contract.signIn, { body: { login: 'nobody', password: 'wrong' } })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.problem.code).toBe(unknown.problem.code)
  })
  it('locks an account after ten failures, however many guesses come at once', async () => {
    await app.account('victim', 'advisor')
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        app.call(contract.signIn, { body: { login: 'victim', password: `guess ${i}` } }),
      ),
    )
    const evaluated = guesses.filter((one) => one.status === 401)
    expect(evaluated).toHaveLength(10)
    const locked = guesses.find((one) => one.status === 429)
    expect(locked?.problem.code).toBe('account.locked')
    expect(locked?.headers['retry-after']).toBe('900')
  })
  it('names the field that is missing', async () => {
    const answer = await app.call(contract.signIn, { body: { login: 'dean' } as never })
    expect(answer.status).toBe(400)
    expect(answer.problem.errors?.map((one) => one.path)).toContain('password')
  })
  it('refuses another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await app.call(contract.signIn, { body: { login: 'dean', password }, headers })
    expect(answer.problem.code).toBe('request.crossSite')
  })
})

describe('pages of other sites', () => {
  const read = (headers: Record<string, string>) => app.call(contract.readInstallation, { headers })
  it('may link to what the API gives, and embed none of it', async () => {
    for (const site of ['cross-site', 'same-site']) {
      for (const dest of ['image', 'iframe', 'script', 'object', 'video', 'empty']) {
        const answer = await read({ 'sec-fetch-site': site, 'sec-fetch-dest': dest })
        expect([dest, answer.status, answer.problem.code]).toEqual([dest, 403, 'request.crossSite'])
      }
      expect((await read({ 'sec-fetch-site': site, 'sec-fetch-dest': 'document' })).status).toBe(200)
    }
    for (const site of ['same-origin', 'none']) {
      expect((await read({ 'sec-fetch-site': site, 'sec-fetch-dest': 'empty' })).status).toBe(200)
    }
    expect((await read({})).status).toBe(200)
  })
})

describe('GET and DELETE /session', () => {
  it('tells who is signed in until signing out', async () => {
    const client = await app.as('dean')
    expect((await client.call(contract.readSession)).body.account.login).toBe('dean')
    expect((await client.call(contract.signOut)).status).toBe(204)
    expect((await client.call(contract.readSession)).status).toBe(401)
  })
  it('is 401 for nobody', async () => {
    expect((await app.call(contract.readSession)).problem.code).toBe('session.missing')
  })
})

describe('PATCH /session', () => {
  it('narrows the rights to one role, never to one that is not held', async () => {
    const client = await app.as('dean')
    expect((await client.call(contract.wearHat, { body: { hat: 'student' } })).status).toBe(403)
    expect((await client.call(contract.wearHat, { body: { hat: 'admin' } })).body.hat).toBe('admin')
  })
})

describe('POST /invitations', () => {
  it('gives a link that works once', async () => {
    const id = await app.account('newcomer', 'advisor')
    const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'link' } })
    const token = invited.body.items[0]?.path?.split('/').pop() ?? ''
    const read = await app.call(contract.readInvitation, { params: { token } })
    expect(read.body.login).toBe('newcomer')
    const tries = await Promise.all(
      [1, 2, 3].map(() =>
        app.call(contract.acceptInvitation, { params: { token }, body: { password: 'my very own words' } }),
      ),
    )
    expect(tries.map((one) => one.status).sort()).toEqual([201, 410, 410])
  })
  it('tells who was never invited, who waits with a link, and who has signed in by it', async () => {
    const id = await app.ctx.db
      .transaction()
      .execute((tx) => createAccount(tx, app.ctx, { displayName: 'Imported', login: 'imported', role: 'advisor' }))
    const listed = async (query: object) =>
      (await admin.call(contract.listAccounts, { query: { q: 'imported', ...query } })).body.items[0]
    expect(await listed({ status: 'uninvited' })).toMatchObject({ id, status: 'uninvited', lastSignInAt: null })
    expect(await listed({ status: 'invited' })).toBeUndefined()
    const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'link' } })
    expect(await listed({ status: 'invited' })).toMatchObject({ id, status: 'invited' })
    expect(await listed({ status: 'uninvited' })).toBeUndefined()
    const now = new Date()
    app.setNow(new Date(now.getTime() + 15 * 86_400_000))
    admin = await app.as('dean')
    expect((await listed({}))?.status, 'a link that expired').toBe('uninvited')
    app.setNow(now)
    const token = invited.body.items[0]?.path?.split('/').pop() ?? ''
    await app.call(contract.acceptInvitation, { params: { token }, body: { password: 'my very own words' } })
    expect((await listed({ status: 'active' }))?.lastSignInAt).toBe(now.toISOString())
    app.setNow(null)
  })
  it('gives a first password that must be changed, and nothing else works before', async () => {
    const id = await app.account('handed', 'advisor')
    const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'password' } })
    const first = invited.body.items[0]?.password ?? ''
    const signed = await app.call(contract.signIn, { body: { login: 'handed', password: first } })
    expect(signed.body).toMatchObject({ account: { mustChangePassword: true } })
    const cookie = { cookie: String(signed.headers['set-cookie']).split(';')[0] ?? '' }
    const early = await app.call(listAccessTokens, { headers: cookie })
    expect(early.problem.code).toBe('account.mustChangePassword')
    const same = await app.call(contract.changePassword, { body: { current: first, next: first }, headers: cookie })
    expect(same.problem.code).toBe('password.unchanged')
    const changed = await app.call(contract.changePassword, {
      body: { current: first, next: 'nobody guesses this' },
      headers: cookie,
    })
    expect(changed.status).toBe(200)
    expect((await app.call(contract.readSession, { headers: cookie })).status).toBe(401)
  })
  it('is only for admins', async () => {
    const student = await app.as('155N1000/22')
    const answer = await student.call(contract.inviteAccounts, { body: { accountIds: [dean], method: 'link' } })
    expect(answer.problem.code).toBe('permission.denied')
  })
})

describe('PATCH /accounts/:accountId', () => {
  it('shuts an account at once', async () => {
    const id = await app.account('leaver', 'advisor')
    const client = await app.as('leaver')
    const version = (await admin.call(contract.listAccounts, { query: { q: 'leaver' } })).body.items[0]?.version ?? 0
    const shut = await admin.call(contract.updateAccount, {
      params: { accountId: id },
      ifMatch: version,
      body: { status: 'deactivated' },
    })
    expect(shut.body.status).toBe('deactivated')
    expect((await client.call(contract.readSession)).status).toBe(401)
  })
  it('keeps the last admin, asks for a version, and refuses a stale one', async () => {
    const params = { accountId: dean }
    expect((await admin.call(contract.updateAccount, { params, body: {} })).status).toBe(428)
    const stale = await admin.call(contract.updateAccount, { params, ifMatch: 999, body: { displayName: 'X' } })
    expect([stale.status, stale.problem.yours]).toEqual([412, { displayName: 'X' }])
    const version = (stale.problem.current as { version: number }).version
    const last = await admin.call(contract.updateAccount, { params, ifMatch: version, body: { admin: false } })
    expect(last.problem.code).toBe('account.lastAdmin')
  })
  it('refuses a login that is taken', async () => {
    const version = (await admin.call(contract.listAccounts, { query: { q: 'dean' } })).body.items[0]?.version ?? 0
    const taken = await admin.call(contract.updateAccount, {
      params: { accountId: dean },
      ifMatch: version,
      body: { login: '155N1000/22' },
    })
    expect([taken.status, taken.problem.code]).toEqual([409, 'account.loginTaken'])
  })
})

describe('personal tokens', () => {
  it('sign a program in until revoked', async () => {
    const made = await admin.call(createAccessToken, { body: { name: 'report', expiresOn: '2100-01-01' } })
    const headers = { authorization: `Bearer ${made.body.secret}` }
    expect((await app.call(contract.listAccounts, { headers })).status).toBe(200)
    const student = await app.as('155N1000/22')
    const params = { tokenId: made.body.id }
    expect((await student.call(revokeAccessToken, { params })).status).toBe(404)
    expect((await admin.call(revokeAccessToken, { params })).status).toBe(204)
    expect((await app.call(contract.listAccounts, { headers })).status).toBe(401)
  })
})

describe('the installation', () => {
  it('is read by anybody and changed by admins', async () => {
    const { body } = await app.call(contract.readInstallation)
    const { version, ...rest } = body
    const named = { ...rest, name: { lo: 'ຄະນະບໍລິຫານທຸລະກິດ', th: 'คณะบริหารธุรกิจ', en: 'Business' } }
    const answer = await admin.call(contract.updateInstallation, { ifMatch: version, body: named })
    expect(answer.body.name.lo).toBe('ຄະນະບໍລິຫານທຸລະກິດ')
  })

  it('is changed by one of those who read the same version', async () => {
    const { version, ...rest } = (await app.call(contract.readInstallation)).body
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => admin.call(contract.updateInstallation, { ifMatch: version, body: rest })),
    )
    expect(answers.map((one) => one.status).sort()).toEqual([200, ...Array(11).fill(412)])
  })
})
