import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts/passkeys.ts'
import * as factor from '../../../contract/accounts/second-factor.ts'
import * as accounts from '../../../contract/accounts.ts'
import { openAuthenticator } from '../../../tests/authenticator.ts'
import { postgresUrl } from '../../../tests/database.ts'
import { password, startApp, type TestApp } from '../../../tests/harness.ts'
import { addPasskey, askedBy, beginAdding, enterBy, openPasskey } from '../../../tests/passkeys.ts'
import { cookieOf } from '../../../tests/providers/visitor.ts'
import { deliverDue } from '../../platform/mail/post.ts'
import { forgetExpired } from '../sessions.ts'
import { passkeyMails } from './letters.ts'
import { partyOf } from './party.ts'

const keys = { BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}` }
let app: TestApp
let people = 0
beforeAll(async () => {
  app = await startApp({ ...keys, BM23_STAFF_IDLE_MINUTES: '0' })
  await app.account('dean', 'admin')
})
afterAll(() => app.close())
afterEach(() => app.setNow(null))

async function person(role: 'student' | 'admin' = 'student', on: TestApp = app) {
  people += 1
  const login = `person-${people}`
  const id = await on.account(login, role)
  return { login, id, session: (await on.as(login)).cookie ?? '' }
}

/** Somebody with a passkey. */
async function owner(role: 'student' | 'admin' = 'student') {
  const one = await person(role)
  const passkey = openPasskey()
  return { ...one, passkey, session: await addPasskey(app, one.session, passkey) }
}

const list = async (session: string) =>
  (await app.call(contract.listPasskeys, { headers: { cookie: session } })).body.items
const statusOf = async (session: string, on: TestApp = app) =>
  (await on.call(accounts.readSession, { headers: { cookie: session } })).status
const recorded = async (id: string) =>
  (
    await app.platform.db
      .selectFrom('events')
      .select(['name', 'data'])
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute()
  ).map(({ name, data }) => [name, data])

/** Sets up an app beside; the session that comes of it. */
async function arm(session: string) {
  const headers = { cookie: session }
  const { body } = await app.call(factor.beginSecondFactor, { body: { password }, headers })
  const phone = openAuthenticator(body.key)
  const confirmed = await app.call(factor.confirmSecondFactor, { body: { code: phone.next() }, headers })
  return { phone, session: cookieOf(confirmed, 'bm23') }
}

describe('PUT /account/passkeys', () => {
  it('adds one for who gives the password, ends the sessions of before, and is recorded', async () => {
    const { session, id, login } = await person()
    const elsewhere = (await app.as(login)).cookie ?? ''
    const wrong = await app.call(contract.beginPasskey, {
      ...{ body: { password: 'not the password' }, headers: { cookie: session } },
    })
    expect([wrong.status, wrong.problem.code]).toEqual([422, 'password.wrong'])
    const { body, cookie } = await beginAdding(app, session)
    expect(body.wanted).toMatchObject({
      ...{ rp: { id: 'localhost' }, user: { name: login, displayName: login }, excludeCredentials: [] },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const passkey = openPasskey()
    const confirmed = await app.call(contract.confirmPasskey, {
      body: { ...passkey.make(body.wanted), name: ' ໂທລະສັບ ' },
      headers: { cookie },
    })
    expect([confirmed.status, confirmed.body.account.login]).toEqual([200, login])
    const own = cookieOf(confirmed, 'bm23')
    expect([await statusOf(session), await statusOf(elsewhere), await statusOf(own)]).toEqual([401, 401, 200])
    expect(await list(own)).toEqual([
      { id: expect.any(String), name: 'ໂທລະສັບ', createdAt: expect.any(String), lastUsedAt: null },
    ])
    expect((await recorded(id)).slice(-2)).toEqual([
      ['account.passkeyAdded', { passkey: 'ໂທລະສັບ' }],
      ['session.started', { ip: '127.0.0.1', factor: 'passkey' }],
    ])
    const again = await beginAdding(app, own)
    expect(again.body.wanted.excludeCredentials).toEqual([
      { type: 'public-key', id: passkey.id, transports: ['internal'] },
    ])
  })

  it('suggests the browser as its name', async () => {
    const { session } = await person()
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    const headers = { cookie: session, 'user-agent': agent }
    expect((await app.call(contract.beginPasskey, { body: { password }, headers })).body.name).toBe('Firefox · Linux')
  })

  it('asks for the code too of who has an app', async () => {
    const { session, phone } = await arm((await person()).session)
    for (const code of [undefined, '000000']) {
      const refused = await beginAdding(app, session, code)
      expect([refused.status, refused.problem.code]).toEqual([422, 'factor.wrongCode'])
    }
    expect((await beginAdding(app, session, phone.next())).status).toBe(200)
  })

  it('keeps ten at most, also of those that were begun before', async () => {
    let { session } = await person()
    const early = await beginAdding(app, session)
    for (let count = 0; count < 10; count += 1) session = await addPasskey(app, session, openPasskey())
    const refused = await beginAdding(app, session)
    expect([refused.status, refused.problem.code]).toEqual([409, 'passkey.tooMany'])
    const cookie = early.cookie.replace(/bm23=[^;]*/, session)
    const late = { body: { ...openPasskey().make(early.body.wanted), name: 'x' }, headers: { cookie } }
    expect((await app.call(contract.confirmPasskey, late)).problem.code).toBe('passkey.tooMany')
    expect(await list(session)).toHaveLength(10)
  })

  it('is nobody’s who is not signed in', async () => {
    const body = { ...openPasskey().make((await beginAdding(app, (await person()).session)).body.wanted), name: 'x' }
    expect((await app.call(contract.beginPasskey, { body: { password } })).status).toBe(401)
    expect((await app.call(contract.confirmPasskey, { body })).status).toBe(401)
    expect((await app.call(contract.listPasskeys)).status).toBe(401)
  })
})

describe('PATCH and removal of /account/passkeys/:passkeyId', () => {
  it('gives it another name, and says no to a name that is none', async () => {
    const { session, id } = await owner()
    const params = { passkeyId: (await list(session))[0]?.id ?? '' }
    const rename = (name: string, cookie = session) =>
      app.call(contract.renamePasskey, { params, body: { name }, headers: { cookie } })
    expect((await rename('The key')).body).toMatchObject({ id: params.passkeyId, name: 'The key' })
    expect((await rename(' ')).status).toBe(400)
    expect((await rename('x'.repeat(61))).status).toBe(400)
    expect((await rename('mine', (await person()).session)).status).toBe(404)
    expect((await recorded(id)).at(-1)).toEqual(['account.passkeyRenamed', { passkey: 'The key' }])
  })

  it('removes it for who gives the password, and ends the sessions of before', async () => {
    const { session, id, passkey } = await owner()
    const params = { passkeyId: (await list(session))[0]?.id ?? '' }
    const remove = (given: string, cookie = session) =>
      app.call(contract.removePasskey, { params, body: { password: given }, headers: { cookie } })
    expect((await remove('not the password')).problem.code).toBe('password.wrong')
    expect((await remove(password, (await person()).session)).status).toBe(404)
    const removed = await remove(password)
    expect(removed.status).toBe(200)
    const own = cookieOf(removed, 'bm23')
    expect([await statusOf(session), await list(own)]).toEqual([401, []])
    expect((await remove(password, own)).status).toBe(404)
    expect((await enterBy(app, passkey)).problem.code).toBe('passkey.refused')
    expect((await recorded(id)).slice(-2)).toEqual([
      ['account.passkeyRemoved', { passkey: 'My telephone' }],
      ['session.started', { ip: '127.0.0.1' }],
    ])
  })

  it('tells the owner by mail, as when one is added', async () => {
    const { session, id } = await person()
    await app.platform.db.updateTable('accounts').set({ email: 'nok@example.la' }).where('id', '=', id).execute()
    const own = await addPasskey(app, session, openPasskey(), 'ໂທລະສັບ')
    const params = { passkeyId: (await list(own))[0]?.id ?? '' }
    await app.call(contract.removePasskey, { params, body: { password }, headers: { cookie: own } })
    await deliverDue(app.ctx, passkeyMails, null)
    const mails = await app.platform.db.selectFrom('mails').select(['kind', 'body']).orderBy('created_at').execute()
    expect(mails.map((one) => one.kind).toSorted()).toEqual(['passkeyAdded', 'passkeyRemoved'])
    for (const { body } of mails) expect(body).toContain('“ໂທລະສັບ”')
  })
})

describe('signing in', () => {
  it('needs neither password nor code, is recorded, and noted at the passkey', async () => {
    const { id, login, passkey, session } = await owner()
    const { session: armed } = await arm(session)
    const done = await enterBy(app, passkey)
    expect([done.status, done.body.account.login]).toEqual([201, login])
    expect(done.headers['set-cookie']).toContainEqual(expect.stringMatching(/^bm23-passkey=; .*Max-Age=0/))
    expect((await recorded(id)).at(-1)).toEqual(['session.started', { ip: '127.0.0.1', factor: 'passkey' }])
    expect((await list(cookieOf(done, 'bm23')))[0]?.lastUsedAt).not.toBeNull()
    expect(await statusOf(armed), 'other sessions stay').toBe(200)
  })

  it('works time and again where the authenticator counts nothing', async () => {
    const passkey = openPasskey(false)
    await addPasskey(app, (await person()).session, passkey)
    for (const status of [201, 201]) expect((await enterBy(app, passkey)).status).toBe(status)
  })

  it('shows nothing of a person to who asks, and binds the question to the browser', async () => {
    const answer = await app.call(contract.beginPasskeySignIn)
    expect(answer.body).toEqual({
      ...{ challenge: expect.stringMatching(/^[\w-]{43}$/), rpId: 'localhost', timeout: 300_000 },
      userVerification: 'required',
    })
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^bm23-passkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=300$/,
    )
    const { rows } = await app.database.execute('select * from passkey_visits', [])
    expect(JSON.stringify(rows)).not.toContain(answer.body.challenge)
  })

  it.each([
    ['pending', 'account.pending'],
    ['deactivated', 'account.deactivated'],
    ['invited', 'account.deactivated'],
  ])('is refused to an account that is %s', async (status, code) => {
    const { id, passkey } = await owner()
    await app.platform.db.updateTable('accounts').set({ status }).where('id', '=', id).execute()
    const answer = await enterBy(app, passkey)
    expect([answer.status, answer.problem.code, cookieOf(answer, 'bm23')]).toEqual([403, code, ''])
  })

  it('leads to the change of a first password that is owed', async () => {
    const { id, passkey } = await owner()
    await app.platform.db.updateTable('accounts').set({ must_change_password: true }).where('id', '=', id).execute()
    const done = await enterBy(app, passkey)
    expect(done.body.account.mustChangePassword).toBe(true)
    const headers = { cookie: cookieOf(done, 'bm23') }
    expect((await app.call(contract.listPasskeys, { headers })).problem.code).toBe('account.mustChangePassword')
  })

  it.skipIf(!postgresUrl)('begins at one process and ends at another', async () => {
    const { passkey } = await owner()
    const other = await startApp({ ...keys, BM23_DATABASE_URL: app.databaseUrl ?? '' })
    try {
      const { asked, cookie } = await askedBy(app)
      const done = await other.call(contract.finishPasskeySignIn, { body: passkey.show(asked), headers: { cookie } })
      expect(done.status).toBe(201)
    } finally {
      await other.close()
    }
  })

  it('forgets at night what nobody answered', async () => {
    await askedBy(app)
    const left = async () => (await app.database.execute('select 1 from passkey_visits', [])).rows.length
    await forgetExpired(app.platform)
    expect(await left()).toBeGreaterThan(0)
    app.setNow(new Date(Date.now() + 6 * 60_000))
    await forgetExpired(app.platform)
    expect(await left()).toBe(0)
  })
})

it('an administrator who lifts a lost factor takes the passkeys along, and sees who has one', async () => {
  const { id, login, passkey, session } = await owner()
  const admin = await app.as('dean')
  const listed = async () => (await admin.call(accounts.listAccounts, { query: { q: login } })).body.items[0]
  expect((await listed())?.secondFactor).toBe(true)
  const lift = { params: { accountId: id }, body: { reason: 'Lost the telephone' } }
  expect((await admin.call(factor.liftSecondFactor, lift)).status).toBe(204)
  expect([await statusOf(session), (await enterBy(app, passkey)).problem.code]).toEqual([401, 'passkey.refused'])
  expect((await listed())?.secondFactor).toBe(false)
  expect((await recorded(id)).at(-1)).toEqual([
    'account.factorTakenOff',
    { by: 'admin', reason: 'Lost the telephone', passkeys: 1 },
  ])
  expect((await admin.call(factor.liftSecondFactor, lift)).problem.code).toBe('factor.notBegun')
})

describe('where staff must show a second factor', () => {
  let strict: TestApp
  beforeAll(async () => {
    strict = await startApp({ ...keys, BM23_SECOND_FACTOR: 'staff', BM23_STAFF_IDLE_MINUTES: '0' })
  })
  afterAll(() => strict.close())
  const byPassword = async (login: string) =>
    cookieOf(await strict.call(accounts.signIn, { body: { login, password } }), 'bm23')
  const lists = async (cookie: string) =>
    (await strict.call(accounts.listAccounts, { headers: { cookie } })).problem?.code ?? 'served'

  it('a first passkey is one, and so is each sign-in by it', async () => {
    await strict.account('first', 'admin')
    const weak = await byPassword('first')
    expect(await lists(weak)).toBe('account.mustSetUpFactor')
    const passkey = openPasskey()
    expect(await lists(await addPasskey(strict, weak, passkey))).toBe('served')
    expect(await lists(cookieOf(await enterBy(strict, passkey), 'bm23'))).toBe('served')
  })

  it('a password alone puts no other factor beside it', async () => {
    await strict.account('second', 'admin')
    const before = await byPassword('second')
    const begun = await strict.call(factor.beginSecondFactor, { body: { password }, headers: { cookie: before } })
    const adding = await beginAdding(strict, before)
    const session = await addPasskey(strict, before, openPasskey())
    const weak = await byPassword('second')
    const headers = { cookie: weak }
    expect((await strict.call(factor.readSecondFactor, { headers })).body.passkeys).toBe(1)
    const code = openAuthenticator(begun.body.key).next()
    const made = { ...openPasskey().make(adding.body.wanted), name: 'x' }
    const answers = [
      await strict.call(factor.beginSecondFactor, { body: { password }, headers }),
      await strict.call(factor.confirmSecondFactor, { body: { code }, headers }),
      await strict.call(contract.beginPasskey, { body: { password }, headers }),
      await strict.call(contract.confirmPasskey, {
        body: made,
        headers: { cookie: adding.cookie.replace(before, weak) },
      }),
    ]
    expect(answers.map((one) => one.problem?.code)).toEqual(Array(4).fill('factor.passkeyOwed'))
    const own = await strict.call(factor.beginSecondFactor, { body: { password }, headers: { cookie: session } })
    expect(own.status, 'who showed it goes on').toBe(201)
  })

  it('who removes the last one must set up another', async () => {
    await strict.account('third', 'admin')
    const session = await addPasskey(strict, await byPassword('third'), openPasskey())
    const { body } = await strict.call(contract.listPasskeys, { headers: { cookie: session } })
    const params = { passkeyId: body.items[0]?.id ?? '' }
    const removed = await strict.call(contract.removePasskey, {
      ...{ params, body: { password }, headers: { cookie: session } },
    })
    expect(removed.body.account.mustSetUpFactor).toBe(true)
    expect(await lists(cookieOf(removed, 'bm23'))).toBe('account.mustSetUpFactor')
  })
})

describe('where passkeys work', () => {
  it.each([
    [null, { id: 'localhost', origin: 'http://localhost:2323' }],
    ['https://bm23.example.edu', { id: 'bm23.example.edu', origin: 'https://bm23.example.edu' }],
    ['https://bm23.example.edu:8443', { id: 'bm23.example.edu', origin: 'https://bm23.example.edu:8443' }],
    ['http://localhost:4000', { id: 'localhost', origin: 'http://localhost:4000' }],
    ['http://bm23.example.edu', null],
    ['http://127.0.0.1:2323', null],
    ['https://192.0.2.7', null],
    ['https://[2001:db8::1]', null],
  ])('with the address %s', (publicUrl, party) => {
    expect(partyOf({ publicUrl, port: 2323 })).toEqual(party)
  })

  it('nowhere while nobody knows the port', () => {
    expect(partyOf({ publicUrl: null, port: 0 })).toBeNull()
  })

  it('is said to the page, and nothing is begun where they do not', async () => {
    expect((await app.call(accounts.readInstallation)).body.passkeys).toBe('http://localhost:2323')
    const other = await startApp({ BM23_PUBLIC_URL: 'http://bm23.test' })
    try {
      expect((await other.call(accounts.readInstallation)).body.passkeys).toBeNull()
      const answer = await other.call(contract.beginPasskeySignIn)
      expect([answer.status, answer.problem.code]).toEqual([409, 'passkey.off'])
    } finally {
      await other.close()
    }
  })
})
