import { randomBytes } from 'node:crypto'
import * as factor from '../../../../contract/accounts/second-factor.ts'
import { acceptInvitation, inviteAccounts, listAccounts, readSession, signIn } from '../../../../contract/accounts.ts'
import type { Endpoint } from '../../../../contract/endpoint.ts'
import { codeAt, stepOf } from '../../../../server/accounts/factor/totp.ts'
import { features } from '../../../../server/features.ts'
import { seedOf } from '../../../authenticator.ts'
import { good } from '../../../faculty.ts'
import { type Client, password, startApp, type TestApp } from '../../../harness.ts'
import { bodies, someId } from '../../../permissions/samples.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../../line.ts'

/** Two processes of one installation. */
interface Pair {
  readonly one: TestApp
  readonly other: TestApp
  /** The next half minute begins at both. */
  forward(steps?: number): number
}

interface Armed {
  readonly login: string
  readonly id: string
  readonly seed: Buffer
  readonly cookie: string
  readonly recoveryCodes: readonly string[]
}

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie'] ?? []]
    .flat()
    .map((one) => String(one).split(';')[0] ?? '')
    .find((one) => one.startsWith(`${name}=`)) ?? ''

/** Somebody who signs in by an app. */
async function arm({ one, forward }: Pair, login: string, role: 'student' | 'admin' = 'student'): Promise<Armed> {
  const id = await one.account(login, role)
  const client = await one.as(login)
  const seed = seedOf(good(await client.call(factor.beginSecondFactor, { body: { password } })).key)
  const answer = await client.call(factor.confirmSecondFactor, { body: { code: codeAt(seed, forward()) } })
  const { recoveryCodes } = good(answer)
  return { login, id, seed, recoveryCodes, cookie: cookieOf(answer.headers, 'bm23') }
}

/** The ticket of a password that was right, and the browser it was given in. */
async function begin(app: TestApp, login: string, device = ''): Promise<string> {
  const answer = await app.call(signIn, { body: { login, password }, headers: { cookie: device } })
  if (answer.status !== 202) throw new Error(`${login}: no code was asked for (${answer.status})`)
  return [cookieOf(answer.headers, 'bm23-step'), device].filter(Boolean).join('; ')
}

async function finish(app: TestApp, cookie: string, code: string) {
  const answer = await app.call(factor.finishSignIn, { body: { code }, headers: { cookie } })
  return { status: answer.status, headers: answer.headers }
}

/** Codes early, late, of another key, used at the other process, and fifty times at once. */
async function codes(pair: Pair): Promise<Figure[]> {
  const { one, other, forward } = pair
  const wrong: string[] = []
  const expected: Record<string, number> = { '-2': 422, '2': 422, '-1': 201, '0': 201, '1': 201 }
  for (const [off, status] of Object.entries(expected)) {
    const { login, seed } = await arm(pair, `step${off}`)
    const now = forward(4)
    const got = (await finish(one, await begin(one, login), codeAt(seed, now + Number(off)))).status
    if (got !== status) wrong.push(`${off} steps away: ${got}`)
  }
  const { login, seed } = await arm(pair, 'often')
  const code = codeAt(seed, forward())
  if ((await finish(one, await begin(one, login), code)).status !== 201) wrong.push('a right code is refused')
  if ((await finish(other, await begin(other, login), code)).status !== 422) wrong.push('taken again elsewhere')
  return [
    none('codes that were taken or refused and should not be', wrong),
    atMost('of 50 requests with one code, let in', (await atOnce(pair)).length, 1),
  ]
}

/** Fifty requests with one code, all of them looked at: five from each of ten browsers that the person has used before. */
async function atOnce(pair: Pair): Promise<number[]> {
  const { one, other, forward } = pair
  const { login, seed } = await arm(pair, 'parallel')
  const tickets: string[] = []
  for (let browser = 0; browser < 10; browser += 1) {
    const entered = await finish(one, await begin(one, login), codeAt(seed, forward()))
    const device = cookieOf(entered.headers, 'bm23-device')
    for (let i = 0; i < 5; i += 1) tickets.push(await begin(one, login, device))
  }
  const code = codeAt(seed, forward())
  const answers = await Promise.all(tickets.map((cookie, at) => finish(at % 2 ? one : other, cookie, code)))
  const looked = answers.filter(({ status }) => status === 201 || status === 422)
  if (looked.length !== tickets.length) throw new Error(`only ${looked.length} of ${tickets.length} were looked at`)
  const entered = looked.map(({ status }) => status).filter((status) => status === 201)
  if (entered.length === 0) throw new Error('the code let nobody in')
  return entered
}

/** Recovery codes: ten, each once, also of many at a time, and of nobody else. */
async function recovery(pair: Pair): Promise<Figure[]> {
  const { one, other } = pair
  const { login, recoveryCodes } = await arm(pair, 'lost')
  const stranger = await arm(pair, 'stranger')
  const wrong: string[] = []
  if ((await finish(one, await begin(one, stranger.login), recoveryCodes[0] ?? '')).status !== 422)
    wrong.push('that of somebody else is taken')
  const tickets = [await begin(one, login), await begin(one, login), await begin(one, login), await begin(one, login)]
  const statuses = await Promise.all(
    tickets.map(async (cookie, at) => (await finish(at % 2 ? one : other, cookie, recoveryCodes[0] ?? '')).status),
  )
  let good = 0
  for (const code of recoveryCodes.slice(1)) {
    if ((await finish(one, await begin(one, login), code)).status === 201) good += 1
  }
  return [
    atMost('of 4 requests with one recovery code, let in', statuses.filter((one) => one === 201).length, 1),
    atLeast('recovery codes that let in once', good + (statuses.includes(201) ? 1 : 0), 10),
    none('recovery codes that were taken and should not be', wrong),
  ]
}

/** What lies in the database: no seed and no code, in any writing, and a seed of somebody else opens nothing. */
async function stored(pair: Pair): Promise<Figure[]> {
  const { one, forward } = pair
  const { id, seed, login, recoveryCodes } = await arm(pair, 'stored')
  const { rows: tables } = await one.database.execute(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    [],
  )
  const secrets = [
    ...(['hex', 'base64', 'base64url'] as const).map((written) => seed.toString(written)),
    ...recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')]),
  ]
  const found: string[] = []
  for (const { name } of tables as { name: string }[]) {
    const { rows } = await one.database.execute(`select t::text as row from "${name}" t`, [])
    const text = JSON.stringify(rows).toLowerCase()
    if (secrets.some((secret) => text.includes(secret.toLowerCase()))) found.push(name)
  }
  const thief = await arm(pair, 'thief')
  await one.database.execute(
    'update second_factors set seed = (select seed from second_factors where account_id = $1) where account_id = $2',
    [...[thief.id, id]],
  )
  const moved = await finish(one, await begin(one, login), codeAt(thief.seed, forward()))
  if (moved.status !== 422) found.push('a seed that was moved to somebody else works')
  return [none('tables that hold a seed or a code', found)]
}

/** Wrong codes rest the account, however often the password is right, and a new password does not stand for the code. */
async function around(pair: Pair): Promise<Figure[]> {
  const { one, other, forward } = pair
  const { login, id, seed, cookie } = await arm(pair, 'guessed')
  let looked = 0
  for (let i = 0; i < 30; i += 1) {
    const { status } = await finish(i % 2 ? one : other, await begin(one, login), String(100_000 + i))
    if (status !== 429) looked += 1
  }
  const wrong: string[] = []
  const admin = await one.as('office')
  const invited = good(await admin.call(inviteAccounts, { body: { accountIds: [id], method: 'link' } }))
  const params = { token: invited.items[0]?.path?.split('/').pop() ?? '' }
  const renewed = await one.call(acceptInvitation, { params, body: { password: 'quite another password' } })
  if (renewed.status !== 202 || cookieOf(renewed.headers, 'bm23')) wrong.push('a new password alone is enough')
  if ((await other.call(readSession, { headers: { cookie } })).status !== 401)
    wrong.push('a session outlives the password')
  forward(40)
  const step = cookieOf(renewed.headers, 'bm23-step')
  const body = { reason: 'Lost the telephone' }
  good(await admin.call(factor.liftSecondFactor, { params: { accountId: id }, body }))
  if ((await finish(other, step, codeAt(seed, forward()))).status !== 401) wrong.push('a step outlives the factor')
  return [atMost('wrong codes that were looked at, of 30', looked, 5), none('ways around the code', wrong)]
}

const during = [
  ...['readSession', 'signOut', 'setLocale', 'readSecondFactor', 'beginSecondFactor', 'confirmSecondFactor'],
  ...['beginPasskey', 'confirmPasskey'],
]

/** Every route, asked by an admin with a password and no more, where staff must show a second factor. */
async function demanded(context: Context, keys: string): Promise<Figure[]> {
  const strict = await context.app({ BM23_SECRET_KEYS: keys, BM23_SECOND_FACTOR: 'staff' })
  for (const role of ['admin', 'department_admin'] as const) await strict.account(role, role)
  const endpoints: Endpoint[] = features.flatMap((one) => one.routes.map((route) => route.endpoint))
  const guarded = endpoints.filter((one) => one.permission !== 'public' && !during.includes(one.operationId))
  const served: string[] = []
  for (const login of ['admin', 'department_admin']) {
    const cookie = cookieOf((await strict.call(signIn, { body: { login, password } })).headers, 'bm23')
    for (const endpoint of guarded) {
      const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, someId])
      const { problem } = await (strict as Client).call(endpoint, {
        ...({ params: Object.fromEntries(names), headers: { cookie } } as object),
        ...(endpoint.body ? { body: bodies[endpoint.operationId] as never } : {}),
      })
      if (problem?.code !== 'account.mustSetUpFactor') served.push(`${endpoint.operationId} (${login})`)
    }
    const strong = await strict.as(login)
    if ((await strong.call(listAccounts)).problem?.code === 'account.mustSetUpFactor') served.push(`${login}: shut out`)
  }
  return [
    atLeast('routes asked by a password alone', guarded.length * 2, 180),
    none('routes that answer an office that signed in by password alone', served),
  ]
}

/** A second factor by authenticator app: shown once, kept sealed, and not to be got around. */
export async function measureSecondFactor(context: Context): Promise<Figure[]> {
  const keys = `1:${randomBytes(32).toString('base64')}`
  const env = { BM23_SECRET_KEYS: keys, BM23_STAFF_IDLE_MINUTES: '0', BM23_WRONG_PASSWORDS_PER_HOUR: '100000' }
  const one = await context.app(env)
  const other = await startApp({ ...env, BM23_DATABASE_URL: one.databaseUrl ?? '' })
  context.defer(() => other.close())
  await one.account('office', 'admin')
  let clock = Date.now()
  const forward = (steps = 1) => {
    clock += steps * 30_000
    for (const app of [one, other]) app.setNow(new Date(clock))
    return stepOf(new Date(clock))
  }
  const pair = { one, other, forward }
  return [
    ...(await codes(pair)),
    ...(await recovery(pair)),
    ...(await stored(pair)),
    ...(await around(pair)),
    ...(await demanded(context, keys)),
  ]
}
