import { beginSecondFactor, confirmSecondFactor } from '../../../contract/accounts/second-factor.ts'
import { hashPassword } from '../../../server/accounts/passwords.ts'
import { openAuthenticator } from '../../authenticator.ts'
import { good } from '../../faculty.ts'
import { type Client, password, type TestApp } from '../../harness.ts'

/** How the second factor is asked for keys and codes: each time by somebody else, since all of it is about oneself. */
export function factorSamples(app: TestApp) {
  let people = 0
  const person = async () => {
    people += 1
    const id = await app.account(`factor.${people}`, 'student')
    return { id, by: await app.as(`factor.${people}`) }
  }
  return {
    beginSecondFactor: async () => {
      const { id, by } = await person()
      const own = `my very own words ${people}`
      const password_hash = await hashPassword(own)
      await app.platform.db.updateTable('accounts').set({ password_hash }).where('id', '=', id).execute()
      return { by, body: { password: own } }
    },
    renewRecoveryCodes: async () => {
      const { by } = await person()
      const authenticator = openAuthenticator(good(await by.call(beginSecondFactor, { body: { password } })).key)
      const confirmed = await by.call(confirmSecondFactor, { body: { code: authenticator.next() } })
      const cookie = String(confirmed.headers['set-cookie']).split(';')[0] ?? ''
      const call: Client['call'] = (endpoint, options) =>
        app.call(endpoint, { ...options, headers: { ...(options as { headers?: object })?.headers, cookie } } as never)
      return { by: { cookie, call }, body: { password, code: authenticator.next() } }
    },
  }
}
