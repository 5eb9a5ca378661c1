import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts/provider.ts'
import { readInstallation, signIn } from '../../../contract/accounts.ts'
import { password, startApp, type TestApp } from '../../../tests/harness.ts'
import { startProvider, type TestProvider, walk } from '../../../tests/providers/real.ts'
import { comeBack, personWith, setOut } from '../../../tests/providers/visitor.ts'

let provider: TestProvider
let app: TestApp

beforeAll(async () => {
  provider = await startProvider('http://bm23.test')
  app = await startApp(provider.env)
  await personWith(app, 'noy', 'noy@nuol.edu.la')
  provider.people.set('noy', { email: 'noy@nuol.edu.la', email_verified: true })
})
afterAll(async () => {
  await app.close()
  await provider.close()
})

describe('a provider that fails', () => {
  it('hangs: people are told in time, and passwords go on to work', async () => {
    const { address, cookie } = await setOut(app)
    const brought = await walk(address, 'noy')
    provider.hangs = true
    // what it said of itself is believed for a minute, so another one is asked who has not heard of it
    const other = await startApp({ ...provider.env, BM23_OIDC_NAME: 'another' })
    const began = Date.now()
    const [out, back, byPassword] = await Promise.all([
      other.call(contract.beginProviderSignIn, { body: { returnTo: '/' } }),
      comeBack(app, cookie, brought),
      app.call(signIn, { body: { login: 'noy', password } }),
    ])
    await other.close()
    expect([out.status, out.problem.code]).toEqual([503, 'provider.unreachable'])
    expect([back.status, back.problem.code]).toEqual([503, 'provider.unreachable'])
    expect(byPassword.status).toBe(201)
    expect(Date.now() - began).toBeLessThan(15_000)
  })
  it('is not there', async () => {
    const gone = await startApp({ ...provider.env, BM23_OIDC_ISSUER: 'http://127.0.0.1:9' })
    const answer = await gone.call(contract.beginProviderSignIn, { body: { returnTo: '/' } })
    expect([answer.status, answer.problem.code]).toEqual([503, 'provider.unreachable'])
    await gone.close()
  })
  it('was never set up', async () => {
    const none = await startApp()
    expect((await none.call(readInstallation)).body.provider).toBeNull()
    const begun = await none.call(contract.beginProviderSignIn, { body: { returnTo: '/' } })
    const finished = await none.call(contract.finishProviderSignIn, { body: { state: 'x', code: 'x' } })
    expect([begun.problem.code, finished.problem.code]).toEqual(['provider.off', 'provider.off'])
    await none.account('somebody', 'student')
    const own = await none.as('somebody')
    expect((await own.call(contract.readOwnProvider)).body).toEqual({ name: null, since: null })
    expect((await own.call(contract.unlinkProvider, { body: { password } })).problem.code).toBe('provider.notLinked')
    await none.close()
  })
})
