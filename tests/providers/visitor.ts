import { beginProviderSignIn, finishProviderSignIn } from '../../contract/accounts/provider.ts'
import type { Role } from '../../contract/permissions.ts'
import type { TestApp } from '../harness.ts'

/** The value of a cookie that an answer sets, as a Cookie header. */
export const cookieOf = (answer: { headers: Record<string, unknown> }, name: string) =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map(String)
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''

/** A browser that has set out for the provider. */
export async function setOut(app: TestApp, returnTo = '/projects') {
  const answer = await app.call(beginProviderSignIn, { body: { returnTo } })
  if (answer.status !== 200) throw new Error(answer.problem.code)
  const address = new URL(answer.body.address)
  const nonce = address.searchParams.get('nonce') ?? ''
  const state = address.searchParams.get('state') ?? ''
  return { address: address.href, cookie: cookieOf(answer, 'bm23-provider'), nonce, state }
}

/** A browser is back with what it was given. */
export const comeBack = (app: TestApp, cookie: string, brought: Readonly<Record<string, string>>) =>
  app.call(finishProviderSignIn, { body: brought, headers: { cookie } })

/** An active account with an address that the office has entered. */
export async function personWith(app: TestApp, login: string, email: string, role: Role = 'advisor'): Promise<string> {
  const id = await app.account(login, role)
  await app.database.execute('update accounts set email = $2 where id = $1', [id, email])
  return id
}
