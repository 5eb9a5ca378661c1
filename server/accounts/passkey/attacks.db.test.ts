import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts/passkeys.ts'
import { password, startApp, type TestAnswer, type TestApp } from '../../../tests/harness.ts'
import {
  addPasskey,
  askedBy,
  beginAdding,
  enterBy,
  type Lie,
  openPasskey,
  type SoftPasskey,
} from '../../../tests/passkeys.ts'
import { cookieOf } from '../../../tests/providers/visitor.ts'
import { handleOf } from './handle.ts'

let app: TestApp
let people = 0
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())
afterEach(() => app.setNow(null))

async function person() {
  people += 1
  const login = `person-${people}`
  const id = await app.account(login, 'student')
  return { login, id, session: (await app.as(login)).cookie ?? '' }
}

async function owner(passkey: SoftPasskey = openPasskey()) {
  const one = await person()
  return { ...one, passkey, session: await addPasskey(app, one.session, passkey) }
}

/** Nobody was let in. */
function refused(answer: TestAnswer<typeof contract.finishPasskeySignIn>, code = 'passkey.refused'): void {
  const status = code === 'passkey.refused' ? 401 : 410
  expect([answer.status, answer.problem.code, cookieOf(answer, 'bm23')]).toEqual([status, code, ''])
}

const events = async (name: string) =>
  await app.platform.db
    .selectFrom('events')
    .select(['data', 'subject_id'])
    .where('name', '=', name)
    .orderBy('id')
    .execute()

describe('signing in', () => {
  it('a good answer is believed, so that each lie below is refused for itself', async () => {
    const { passkey } = await owner()
    expect((await enterBy(app, passkey)).status).toBe(201)
  })

  it.each<[string, Lie]>([
    ['for another site', { origin: 'https://evil.test' }],
    ['for another port of this machine', { origin: 'http://localhost:2324' }],
    ['of another relying party', { rpId: 'evil.test' }],
    ['to another question', { challenge: 'x'.repeat(43) }],
    ['that was made to add one', { type: 'webauthn.create' }],
    ['from within a page of another site', { crossOrigin: true }],
    ['without a look at who it is', { flags: 1 }],
    ['without anybody there', { flags: 4 }],
    ['without anything', { flags: 0 }],
    ['in the name of somebody else', { userHandle: handleOf('00000000-0000-4000-8000-000000000000') }],
    ['of a passkey that nobody has', { id: 'x'.repeat(43) }],
  ])('an answer %s', async (_, lie) => {
    const { passkey } = await owner()
    refused(await enterBy(app, passkey, lie))
    expect((await enterBy(app, passkey)).status, 'and it is good without the lie').toBe(201)
  })

  it('the passkey of somebody else, under the name of one’s own', async () => {
    const [victim, mallory] = [await owner(), await owner()]
    refused(await enterBy(app, mallory.passkey, { id: victim.passkey.id }))
    refused(await enterBy(app, mallory.passkey, { id: victim.passkey.id, userHandle: handleOf(victim.id) }))
    refused(await enterBy(app, mallory.passkey, { userHandle: handleOf(victim.id) }))
  })

  it('an answer that was given before, and a second one to the same question', async () => {
    const { passkey } = await owner()
    const { asked, cookie } = await askedBy(app)
    const body = passkey.show(asked)
    const finish = (given: object, headers = { cookie }) =>
      app.call(contract.finishPasskeySignIn, { body: given as never, headers })
    expect((await finish(body)).status).toBe(201)
    refused(await finish(body), 'passkey.visitMissing')
    refused(await finish(passkey.show(asked)), 'passkey.visitMissing')
    const later = await askedBy(app)
    refused(await finish(body, { cookie: later.cookie }))
  })

  it('one of fifty answers to one question at a time is heard', async () => {
    const { passkey } = await owner(openPasskey(false))
    const { asked, cookie } = await askedBy(app)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        app.call(contract.finishPasskeySignIn, { body: passkey.show(asked), headers: { cookie } }),
      ),
    )
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
  })

  it('a wrong answer uses the question up', async () => {
    const { passkey } = await owner()
    const { asked, cookie } = await askedBy(app)
    const finish = (lie: Lie) =>
      app.call(contract.finishPasskeySignIn, { body: passkey.show(asked, lie), headers: { cookie } })
    refused(await finish({ flags: 1 }))
    refused(await finish({}), 'passkey.visitMissing')
  })

  it('an answer after five minutes, or from another browser', async () => {
    const { passkey } = await owner()
    const { asked, cookie } = await askedBy(app)
    const finish = (headers: { cookie: string }) =>
      app.call(contract.finishPasskeySignIn, { body: passkey.show(asked), headers })
    refused(await finish({ cookie: '' }), 'passkey.visitMissing')
    refused(await finish({ cookie: `bm23-passkey=${'x'.repeat(43)}` }), 'passkey.visitMissing')
    const elsewhere = await askedBy(app)
    refused(await finish({ cookie: elsewhere.cookie }))
    app.setNow(new Date(Date.now() + 5 * 60_000 + 1_000))
    refused(await finish({ cookie }), 'passkey.visitMissing')
  })

  it('a passkey of which there are two: its counter stands still or goes back, which is recorded', async () => {
    const { passkey, id } = await owner()
    expect((await enterBy(app, passkey, { counter: 7 })).status).toBe(201)
    for (const counter of [7, 6, 0]) refused(await enterBy(app, passkey, { counter }))
    expect(await events('account.passkeyRefused')).toEqual(
      [7, 6, 0].map((counter) => ({ subject_id: id, data: { passkey: 'My telephone', counter } })),
    )
    expect((await enterBy(app, passkey, { counter: 8 })).status).toBe(201)
  })

  it('of two at a time with the same count, one is let in', async () => {
    const { passkey } = await owner()
    const asked = await Promise.all(Array.from({ length: 10 }, () => askedBy(app)))
    const answers = await Promise.all(
      asked.map(({ asked: one, cookie }) =>
        app.call(contract.finishPasskeySignIn, { body: passkey.show(one, { counter: 50 }), headers: { cookie } }),
      ),
    )
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
  })

  it('a passkey that was removed', async () => {
    const { passkey, session } = await owner()
    const { body } = await app.call(contract.listPasskeys, { headers: { cookie: session } })
    const { asked, cookie } = await askedBy(app)
    const params = { passkeyId: body.items[0]?.id ?? '' }
    const removed = { params, body: { password }, headers: { cookie: session } }
    expect((await app.call(contract.removePasskey, removed)).status).toBe(200)
    refused(await app.call(contract.finishPasskeySignIn, { body: passkey.show(asked), headers: { cookie } }))
    refused(await enterBy(app, passkey))
  })

  it('many wrong ones in a row let the account rest, which a right password does not end', async () => {
    const { passkey, login } = await owner()
    for (let tries = 0; tries < 10; tries += 1) refused(await enterBy(app, passkey, { flags: 1 }))
    await app.as(login)
    const locked = await enterBy(app, passkey)
    expect([locked.status, locked.problem.code]).toEqual([429, 'account.locked'])
    app.setNow(new Date(Date.now() + 16 * 60_000))
    expect((await enterBy(app, passkey)).status).toBe(201)
  })
})

describe('adding one', () => {
  const add = async (lie: Lie, change: (made: contract.MadePasskey) => object = (made) => made) => {
    const { session } = await person()
    const { body, cookie } = await beginAdding(app, session)
    const made = change(openPasskey().make(body.wanted, lie))
    const answer = await app.call(contract.confirmPasskey, {
      body: { ...made, name: 'x' } as never,
      headers: { cookie },
    })
    const left = await app.call(contract.listPasskeys, { headers: { cookie: session } })
    return { status: answer.status, code: answer.problem?.code, kept: left.body.items?.length }
  }

  it.each<[string, Lie]>([
    ['for another site', { origin: 'https://evil.test' }],
    ['of another relying party', { rpId: 'evil.test' }],
    ['to another question', { challenge: 'x'.repeat(43) }],
    ['that was made to sign in', { type: 'webauthn.get' }],
    ['from within a page of another site', { crossOrigin: true }],
    ['without a look at who it is', { flags: 1 }],
    ['without anybody there', { flags: 4 }],
  ])('an answer %s', async (_, lie) => {
    expect(await add(lie)).toEqual({ status: 422, code: 'passkey.unusable', kept: 0 })
  })

  it('what is no attestation at all', async () => {
    const junk = Buffer.from('no cbor').toString('base64url')
    const wrong = { status: 422, code: 'passkey.unusable', kept: 0 }
    expect(await add({}, (made) => ({ ...made, attestationObject: junk }))).toEqual(wrong)
    expect(await add({}, (made) => ({ ...made, clientDataJSON: junk }))).toEqual(wrong)
  })

  it('to the question of somebody else, to one of signing in, and to one that was answered', async () => {
    const [his, hers] = [await person(), await person()]
    const begun = await beginAdding(app, his.session)
    const passkey = openPasskey()
    const body = { ...passkey.make(begun.body.wanted), name: 'x' }
    const confirm = (cookie: string) => app.call(contract.confirmPasskey, { body, headers: { cookie } })
    const swapped = begun.cookie.replace(his.session, hers.session)
    expect((await confirm(swapped)).problem.code).toBe('passkey.visitMissing')
    expect((await confirm(his.session)).problem.code).toBe('passkey.visitMissing')
    const signIn = await askedBy(app)
    expect((await confirm(`${his.session}; ${signIn.cookie}`)).problem.code).toBe('passkey.visitMissing')
    const first = await confirm(begun.cookie)
    expect(first.status).toBe(200)
    const again = begun.cookie.replace(his.session, cookieOf(first, 'bm23'))
    expect((await confirm(again)).problem.code).toBe('passkey.visitMissing')
  })

  it('one that somebody has', async () => {
    const { passkey } = await owner()
    const { session, login } = await person()
    const { body, cookie } = await beginAdding(app, session)
    const taken = { body: { ...passkey.make(body.wanted), name: 'x' }, headers: { cookie } }
    const answer = await app.call(contract.confirmPasskey, taken)
    expect([answer.status, answer.problem.code]).toEqual([409, 'passkey.already'])
    expect((await enterBy(app, passkey)).problem?.code, `and is not of ${login}`).toBe('passkey.refused')
  })

  it('after five minutes', async () => {
    const { session } = await person()
    const { body, cookie } = await beginAdding(app, session)
    app.setNow(new Date(Date.now() + 5 * 60_000 + 1_000))
    const late = { body: { ...openPasskey().make(body.wanted), name: 'x' }, headers: { cookie } }
    expect((await app.call(contract.confirmPasskey, late)).problem.code).toBe('passkey.visitMissing')
  })
})
