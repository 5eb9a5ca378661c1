import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts/provider.ts'
import { startApp, type TestAnswer, type TestApp } from '../../../tests/harness.ts'
import { byKey, byPublicKey, startHostile, strangeKey } from '../../../tests/providers/hostile.ts'
import { startProvider, type TestProvider, walk } from '../../../tests/providers/real.ts'
import { comeBack, cookieOf, personWith, setOut } from '../../../tests/providers/visitor.ts'

const publicUrl = 'http://bm23.test'
const victim = { email: 'victim@nuol.edu.la', email_verified: true }
type Answer = TestAnswer<typeof contract.finishProviderSignIn>

/** Nobody was let in, and nothing was linked by it. */
async function expectRefused(app: TestApp, answer: Answer, code: string, linked = 0): Promise<void> {
  expect([answer.problem.code, cookieOf(answer, 'bm23'), cookieOf(answer, 'bm23-step')]).toEqual([code, '', ''])
  expect([401, 403]).toContain(answer.status)
  expect(await count(app, 'sessions')).toBe(0)
  expect(await count(app, 'provider_identities')).toBe(linked)
}

async function count(app: TestApp, table: string): Promise<number> {
  return Number(((await app.database.execute(`select count(*) as n from ${table}`, [])).rows[0] as { n: number }).n)
}

const forget = async (app: TestApp) => {
  await app.database.execute('delete from sessions', [])
  await app.database.execute('delete from provider_identities', [])
}

describe('with an honest provider', () => {
  let provider: TestProvider
  let app: TestApp
  beforeAll(async () => {
    provider = await startProvider(publicUrl)
    app = await startApp(provider.env)
    await personWith(app, 'victim', victim.email, 'admin')
    await personWith(app, 'mallory', 'mallory@nuol.edu.la', 'student')
    provider.people.set('v', victim)
    provider.people.set('m', { email: 'mallory@nuol.edu.la', email_verified: true })
  })
  afterAll(async () => {
    await app.close()
    await provider.close()
  })
  afterEach(() => forget(app))

  const refused = (answer: Answer, code: string, linked = 0) => expectRefused(app, answer, code, linked)

  it('1. a state that is missing or wrong', async () => {
    const { address, cookie } = await setOut(app)
    const { state, ...without } = await walk(address, 'v')
    await refused(await comeBack(app, cookie, without), 'provider.visitMissing')
    await refused(await comeBack(app, cookie, { ...without, state: 'x'.repeat(43) }), 'provider.visitMissing')
    expect((await comeBack(app, cookie, { ...without, state: state ?? '' })).status).toBe(201)
  })

  it('3. a code without its verifier, or with another one', async () => {
    const hers = await setOut(app)
    const stolen = await walk(hers.address, 'v')
    const redeem = async (verifier: object) => {
      const { BM23_OIDC_CLIENT_ID: id, BM23_OIDC_CLIENT_SECRET: secret } = provider.env
      const answer = await fetch(`${provider.issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({
          ...{ grant_type: 'authorization_code', code: stolen.code ?? '' },
          ...{ redirect_uri: `${publicUrl}/sign-in/provider`, ...verifier },
        }),
      })
      return { status: answer.status, error: ((await answer.json()) as { error: string }).error }
    }
    expect(await redeem({})).toEqual({ status: 400, error: 'invalid_grant' })
    const mine = await setOut(app)
    const injected = { ...stolen, state: mine.state }
    await refused(await comeBack(app, mine.cookie, injected), 'provider.refused')
  })

  it('4. a code that was used', async () => {
    const { address, cookie } = await setOut(app)
    const brought = await walk(address, 'v')
    expect((await comeBack(app, cookie, brought)).status).toBe(201)
    await app.database.execute('delete from sessions', [])
    await refused(await comeBack(app, cookie, brought), 'provider.visitMissing', 1)
    const later = await setOut(app)
    await refused(await comeBack(app, later.cookie, { ...brought, state: later.state }), 'provider.refused', 1)
  })

  it('5. a code from the session of somebody else', async () => {
    const [his, hers] = [await setOut(app), await setOut(app)]
    const brought = await walk(his.address, 'm')
    await refused(await comeBack(app, hers.cookie, brought), 'provider.visitMissing')
    await refused(await comeBack(app, '', brought), 'provider.visitMissing')
    app.setNow(new Date(Date.now() + 11 * 60_000))
    await refused(await comeBack(app, his.cookie, brought), 'provider.visitMissing')
    app.setNow(null)
  })

  it('13. an address instead of the name: the same address, another sub', async () => {
    const first = await setOut(app)
    expect((await comeBack(app, first.cookie, await walk(first.address, 'v'))).status).toBe(201)
    await app.database.execute('delete from sessions', [])
    provider.people.set('m2', victim)
    const second = await setOut(app)
    await refused(await comeBack(app, second.cookie, await walk(second.address, 'm2')), 'provider.otherIdentity', 1)
  })

  it('14. a way back that leads elsewhere', async () => {
    const away = ['https://evil.test', '//evil.test', '/\\evil.test', '\\\\evil.test', '/\t/evil.test', 'javascript:1']
    for (const returnTo of [...away, '/\n/evil.test', '', 'evil.test', '/a\\..\\evil', `/${'x'.repeat(2000)}`]) {
      const answer = await app.call(contract.beginProviderSignIn, { body: { returnTo } })
      expect([returnTo, answer.status, answer.problem.code]).toEqual([returnTo, 400, 'input.invalid'])
    }
    const lying = { host: 'bm23.test', 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' }
    const answer = await app.call(contract.beginProviderSignIn, { body: { returnTo: '/' }, headers: lying })
    const back = new URL(answer.body.address).searchParams.get('redirect_uri')
    expect(back).toBe(`${publicUrl}/sign-in/provider`)
  })
})

describe('with a provider that lies', () => {
  let provider: Awaited<ReturnType<typeof startHostile>>
  let app: TestApp
  beforeAll(async () => {
    provider = await startHostile(publicUrl)
    app = await startApp(provider.env)
    await personWith(app, 'victim', victim.email, 'admin')
  })
  afterAll(async () => {
    await app.close()
    await provider.close()
  })
  afterEach(() => forget(app))

  const claims = (nonce: string) => ({ sub: 'v', nonce, ...victim })
  type Making = Parameters<typeof provider.token>

  /** Comes back to a provider that gives this token for any code. */
  async function given(make: (nonce: string) => Making): Promise<Answer> {
    const { cookie, nonce, state } = await setOut(app)
    provider.answers = () => ({
      body: { access_token: 'x', token_type: 'Bearer', id_token: provider.token(...make(nonce)) },
    })
    return await comeBack(app, cookie, { state, code: 'any' })
  }
  const refused = async (make: (nonce: string) => Making) => expectRefused(app, await given(make), 'provider.refused')

  it('a good token is believed, so that each lie below is refused for itself', async () => {
    expect((await given((nonce) => [claims(nonce)])).status).toBe(201)
    expect(provider.asked.at(-1)?.get('code_verifier')).toHaveLength(43)
    expect((await given((nonce) => [{ ...claims(nonce), azp: 'bm23' }])).status).toBe(201)
  })

  it('2. a nonce that is missing or wrong', async () => {
    await refused(() => [{ sub: 'v', ...victim }])
    await refused(() => [claims('x'.repeat(43))])
  })
  it('6. another issuer', async () => {
    await refused((nonce) => [{ ...claims(nonce), iss: 'https://evil.test' }])
    await refused((nonce) => [{ ...claims(nonce), iss: `${provider.issuer}/` }])
  })
  it('7. for another reader', async () => {
    await refused((nonce) => [{ ...claims(nonce), aud: 'another' }])
    await refused((nonce) => [{ ...claims(nonce), aud: ['another'] }])
    await refused((nonce) => [{ ...claims(nonce), aud: ['bm23', 'another'] }])
  })
  it('8. made for another party', async () => {
    await refused((nonce) => [{ ...claims(nonce), azp: 'another' }])
    await refused((nonce) => [{ ...claims(nonce), aud: ['bm23', 'another'], azp: 'another' }])
  })
  it('9. signed by nobody: alg none', async () => {
    const unsigned = { header: { alg: 'none' }, signature: () => Buffer.alloc(0) }
    await refused((nonce) => [claims(nonce), unsigned])
    await refused((nonce) => [claims(nonce), { ...unsigned, header: { alg: 'RS256' } }])
  })
  it('10. signed by the public key as a shared secret: HS256', async () => {
    await refused((nonce) => [claims(nonce), { header: { alg: 'HS256' }, signature: byPublicKey(provider.key) }])
    await refused((nonce) => [claims(nonce), { signature: byPublicKey(provider.key) }])
  })
  it('11. expired, or not to be believed yet', async () => {
    const now = Math.floor(Date.now() / 1000)
    await refused((nonce) => [{ ...claims(nonce), iat: now - 900, exp: now - 600 }])
    await refused((nonce) => [{ ...claims(nonce), nbf: now + 600 }])
    await refused((nonce) => [{ ...claims(nonce), exp: undefined }])
  })
  it('12. by a key that the provider does not show', async () => {
    await refused((nonce) => [claims(nonce), { header: { kid: 'second' }, signature: byKey(strangeKey) }])
    await refused((nonce) => [claims(nonce), { signature: byKey(strangeKey) }])
  })
  it('and names that are none', async () => {
    for (const sub of ['', 'x'.repeat(256), 'a\u0000b', 'ກ', 7, undefined])
      await refused((nonce) => [{ ...claims(nonce), sub }])
  })
})
