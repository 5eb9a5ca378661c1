import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { beginSecondFactor, confirmSecondFactor, liftSecondFactor } from '../../../contract/accounts/second-factor.ts'
import { endOtherSessions, endOwnSession, listSessions } from '../../../contract/accounts/sessions.ts'
import {
  changePassword,
  listAccounts,
  readSession,
  signIn,
  signOut,
  updateAccount,
} from '../../../contract/accounts.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { listNotifications } from '../../../contract/notifications.ts'
import { makeSecret } from '../../../server/accounts/passwords.ts'
import { openAuthenticator } from '../../authenticator.ts'
import { good } from '../../faculty.ts'
import { type Client, password, startApp, type TestApp } from '../../harness.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'

/** Two processes of one installation, and an admin who stays. */
interface Pair {
  readonly one: TestApp
  readonly other: TestApp
  readonly admin: Client
}

const secure = /^__Host-bm23=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure$/

/** Asks the other process with the session of somebody. */
const statusAt = async (app: TestApp, cookie: string | null, endpoint: typeof readSession | typeof listAccounts) =>
  (await app.call(endpoint, { headers: { cookie: cookie ?? '' } })).status

/** How long the other process still answers otherwise, in milliseconds; two seconds are as good as for ever. */
async function until(expected: number, ask: () => Promise<number>): Promise<number> {
  const start = performance.now()
  while ((await ask()) !== expected) {
    if (performance.now() - start > 2_000) return 2_000
    await pause(10)
  }
  return Math.round(performance.now() - start)
}

async function changeAccount({ admin }: Pair, login: string, body: { status?: 'deactivated'; admin?: false }) {
  const { items } = good(await admin.call(listAccounts, { query: { q: login } }))
  const account = items.find((one) => one.login === login)
  const params = { accountId: account?.id ?? '' }
  good(await admin.call(updateAccount, { params, ifMatch: account?.version ?? 0, body }))
}

/** Sets up an app; the session that comes of it. */
async function armed(client: Client): Promise<string> {
  const { key } = good(await client.call(beginSecondFactor, { body: { password } }))
  const code = openAuthenticator(key).next()
  const { headers } = await client.call(confirmSecondFactor, { body: { code } })
  return String([headers['set-cookie']].flat()[0]).split(';')[0] ?? ''
}

/** An administrator takes the second factor off: until the other process refuses the session it began. */
async function lifted({ one, other, admin }: Pair): Promise<Figure> {
  const accountId = await one.account('lost', 'admin')
  const cookie = await armed(await one.as('lost'))
  const before = await statusAt(other, cookie, readSession)
  await admin.call(liftSecondFactor, { params: { accountId }, body: { reason: 'Lost the telephone' } })
  const late = before === 200 ? await until(401, () => statusAt(other, cookie, readSession)) : 2_000
  return atMost('a second factor taken off: until the other process refuses the session (ms)', late, 1_000)
}

/** Ends a session in every way there is at one process, and waits for the other to know. */
async function endings(pair: Pair): Promise<Figure[]> {
  const { one, other } = pair
  const ways: Record<string, (login: string, client: Client) => Promise<unknown>> = {
    'signing out': (_, client) => client.call(signOut),
    'the account shut': (login) => changeAccount(pair, login, { status: 'deactivated' }),
    'a new password in another browser': async (login) => {
      const body = { current: password, next: 'quite another password' }
      good(await (await one.as(login)).call(changePassword, { body }))
    },
    'ended from another browser': async (login) => {
      const elsewhere = await one.as(login)
      const { items } = good(await elsewhere.call(listSessions))
      const sessionId = items.find((session) => !session.current)?.id ?? ''
      await elsewhere.call(endOwnSession, { params: { sessionId } })
    },
    'signing out everywhere else': async (login) => {
      await (await one.as(login)).call(endOtherSessions)
    },
    'a second factor set up in another browser': async (login) => {
      await armed(await one.as(login))
    },
  }
  const figures: Figure[] = []
  const wrong: string[] = []
  for (const [name, end] of Object.entries(ways)) {
    const login = `person-${figures.length}`
    await one.account(login, 'admin')
    const client = await one.as(login)
    if ((await statusAt(other, client.cookie, readSession)) !== 200) wrong.push(`${name}: not known before`)
    await end(login, client)
    const late = await until(401, () => statusAt(other, client.cookie, readSession))
    figures.push(atMost(`${name}: until the other process refuses the session (ms)`, late, 1_000))
    if ((await client.call(readSession)).status !== 401) wrong.push(`${name}: still good where it was ended`)
  }
  figures.push(await lifted(pair))
  await one.account('former', 'admin')
  const former = await one.as('former')
  if ((await statusAt(other, former.cookie, listAccounts)) !== 200) wrong.push('a right: not there before')
  await changeAccount(pair, 'former', { admin: false })
  const late = await until(403, () => statusAt(other, former.cookie, listAccounts))
  return [
    ...figures,
    atMost('a right taken: until the other process refuses it (ms)', late, 1_000),
    none('sessions that were not as they had to be', wrong),
  ]
}

/** Signing in makes a session of its own, whatever cookie came along. */
async function beginnings({ one }: Pair): Promise<Figure[]> {
  const planted = makeSecret().secret
  const body = { login: 'dean', password }
  const enter = async (cookie: string) => {
    const answer = await one.call(signIn, { body, headers: { cookie } })
    const set = [answer.headers['set-cookie'] ?? []].flat().map(String)
    return set.filter((text) => text.startsWith('__Host-bm23='))
  }
  const first = await enter(`__Host-bm23=${planted}`)
  const own = first[0]?.split(';')[0] ?? ''
  const second = await enter(own)
  const wrong: string[] = []
  for (const set of [first, second]) {
    if (set.length !== 1 || !secure.test(set[0] ?? ''))
      wrong.push(`cookie: ${set.map((text) => text.replace(/=[\w-]{43}/, '='))}`)
  }
  if (own.endsWith(planted) || second[0]?.startsWith(own)) wrong.push('a session was kept that came along')
  if ((await statusAt(one, `__Host-bm23=${planted}`, readSession)) !== 401) wrong.push('what was planted is a session')
  const { rows } = await one.database.execute('select * from sessions', [])
  if (JSON.stringify(rows).includes(own.split('=')[1] ?? '-')) wrong.push('the database holds a session as it is')
  return [none('faults of a session that begins', wrong)]
}

/** Half an hour of rest, and half a day of use, for whoever runs the office; what a page asks by itself is no use. */
async function ends({ one, other }: Pair): Promise<Figure[]> {
  const wrong: string[] = []
  const begun = Date.now()
  const after = (minutes: number) => {
    for (const app of [one, other]) app.setNow(new Date(begun + minutes * 60_000))
  }
  const expect = async (what: string, client: Client, status: number, endpoint: Endpoint = readSession) => {
    const got = await statusAt(other, client.cookie, endpoint as typeof readSession)
    if (got !== status) wrong.push(`${what}: ${got}`)
  }
  const [resting, busy, watching] = [await one.as('dean'), await one.as('dean'), await one.as('dean')]
  for (let minutes = 29; minutes < 720; minutes += 29) {
    after(minutes)
    await expect(`used every half hour, after ${minutes} minutes`, busy, 200)
    await expect(`only watched, after ${minutes} minutes`, watching, minutes === 29 ? 200 : 401, listNotifications)
    if (minutes === 58) await expect('after an hour of rest', resting, 401)
  }
  after(721)
  await expect('used for twelve hours', busy, 401)
  after(0)
  await expect('after its rest, with a clock turned back', resting, 401)
  for (const app of [one, other]) app.setNow(null)
  const leaving = await (await one.as('dean')).call(signOut)
  if (leaving.headers['clear-site-data'] !== '"cache", "storage"') wrong.push('the browser keeps what it had')
  return [none('sessions that went on or ended and should not have', wrong)]
}

/** Many secrets: none twice, and no bit that leans to one side. */
function secrets(many: number, lean: number): Figure[] {
  const seen = new Set<string>()
  const ones = new Array<number>(256).fill(0)
  for (let made = 0; made < many; made += 1) {
    const { secret } = makeSecret()
    seen.add(secret)
    const bytes = Buffer.from(secret, 'base64url')
    for (let bit = 0; bit < 256; bit += 1) {
      if (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) ones[bit] = (ones[bit] ?? 0) + 1
    }
  }
  const most = Math.max(...ones.map((count) => Math.abs(count / many - 0.5)))
  return [
    atLeast('secrets that differ', seen.size, many),
    atMost('the bit that leans most to one side', Number(most.toFixed(5)), lean),
  ]
}

/** Sessions cannot be guessed or planted, and end everywhere at once. */
export async function measureSessions(context: Context): Promise<Figure[]> {
  const keys = `1:${randomBytes(32).toString('base64')}`
  const env = { BM23_PUBLIC_URL: 'https://bm23.test', BM23_SECRET_KEYS: keys }
  const one = await context.app(env)
  const other = await startApp({ ...env, BM23_DATABASE_URL: one.databaseUrl ?? '' })
  context.defer(() => other.close())
  await one.account('dean', 'admin')
  const pair = { one, other, admin: await one.as('dean') }
  return [
    ...(await endings(pair)),
    ...(await beginnings(pair)),
    ...(await ends(pair)),
    // three in a thousand for a million, and as many deviations of chance for fewer
    ...secrets(
      context.count({ canary: 10_000, ci: 100_000, release: 1_000_000 }),
      context.profile === 'release' ? 0.003 : 0.03,
    ),
  ]
}
