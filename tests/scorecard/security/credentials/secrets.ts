import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as factor from '../../../../contract/accounts/second-factor.ts'
import { readSession, signIn } from '../../../../contract/accounts.ts'
import { codeAt, stepOf } from '../../../../server/accounts/factor/totp.ts'
import { seedOf } from '../../../authenticator.ts'
import { good } from '../../../faculty.ts'
import { password, startApp, type TestApp } from '../../../harness.ts'
import { runCommand, startProcess } from '../../../server-process.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'

const key = (version: number) => `${version}:${randomBytes(32).toString('base64')}`

/** Keys that a production server must not start with, by what is wrong with them. */
function badKeys(): Record<string, Record<string, string>> {
  const shared = key(1)
  const bytes = (fill: Buffer) => ({ BM23_SECRET_KEYS: `1:${fill.toString('base64')}` })
  return {
    none: {},
    'a word': { BM23_SECRET_KEYS: 'changeme' },
    'a word under a number': { BM23_SECRET_KEYS: '1:changeme' },
    'sixteen bytes': bytes(randomBytes(16)),
    'nothing but zeros': bytes(Buffer.alloc(32)),
    'letters of one word': bytes(Buffer.from('secret'.repeat(6).slice(0, 32))),
    'two of one version': { BM23_SECRET_KEYS: `${key(1)},${key(1)}` },
    'the key of the backups': { BM23_SECRET_KEYS: shared, BM23_BACKUP_KEY: shared },
    'a file that is not there': { BM23_SECRET_KEYS_FILE: '/nowhere/key' },
  }
}

/** Which of the bad keys a server started with, or refused without naming the setting, or told to whoever reads the log. */
async function refuse(context: Context, folder: string): Promise<string[]> {
  const production = {
    ...{ NODE_ENV: 'production', BM23_PUBLIC_URL: 'https://bm23.test', BM23_TRUSTED_PROXIES: '127.0.0.1' },
    ...{ BM23_DATABASE_URL: (await context.app()).databaseUrl ?? '', BM23_DATA_DIR: folder, PORT: '0' },
  }
  const wrong: string[] = []
  for (const [what, keys] of Object.entries(badKeys())) {
    const { code, out, err } = await runCommand(['serve'], { ...production, ...keys })
    const secrets = Object.values(keys).flatMap((text) => text.split(/[:,]/).filter((part) => part.length > 5))
    if (code === 0 || code === null) wrong.push(`${what}: started`)
    else if (!(out + err).includes('BM23_SECRET_KEYS')) wrong.push(`${what}: ${err.slice(0, 200)}`)
    else if (secrets.some((one) => !one.startsWith('/') && (out + err).includes(one))) wrong.push(`${what}: repeated`)
  }
  return wrong
}

/** A key from a file: where the system shows a process to others it stands nowhere. @returns where it was seen */
async function lookAtProcess(folder: string): Promise<string[]> {
  const secret = key(1)
  writeFileSync(join(folder, 'key'), secret, { mode: 0o600 })
  const settings = { BM23_DATA_DIR: join(folder, 'data'), BM23_SECRET_KEYS_FILE: join(folder, 'key') }
  const server = await startProcess(['serve'], settings)
  try {
    const [, text = ''] = secret.split(':')
    const looked = { cmdline: readFileSync(`/proc/${server.pid}/cmdline`, 'utf8') }
    const env = readFileSync(`/proc/${server.pid}/environ`, 'utf8')
    const metrics = await fetch(`${server.url}/metrics`).then((answer) => answer.text())
    const all = { ...looked, environ: env, metrics, output: server.output() }
    return Object.entries(all).flatMap(([where, seen]) => (seen.includes(text) ? [where] : []))
  } finally {
    await server.end('SIGTERM')
  }
}

interface Person {
  readonly cookie: string
  readonly seed: Buffer
  readonly login: string
}

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie'] ?? []]
    .flat()
    .map((one) => String(one).split(';')[0])
    .find((one) => one?.startsWith(`${name}=`))

async function arm(app: TestApp, login: string, at: Date): Promise<Person> {
  await app.account(login, 'admin')
  app.setNow(at)
  const client = await app.as(login)
  const seed = seedOf(good(await client.call(factor.beginSecondFactor, { body: { password } })).key)
  const answer = await client.call(factor.confirmSecondFactor, { body: { code: codeAt(seed, stepOf(at)) } })
  return { login, seed, cookie: cookieOf(answer.headers, 'bm23') ?? client.cookie ?? '' }
}

/** What does not work any more: the session of before, and the code of the app. */
async function tryAgain(app: TestApp, { login, seed, cookie }: Person, at: Date): Promise<string[]> {
  app.setNow(at)
  const session = await app.call(readSession, { headers: { cookie } })
  const begun = await app.call(signIn, { body: { login, password } })
  const step = cookieOf(begun.headers, 'bm23-step') ?? ''
  const body = { code: codeAt(seed, stepOf(at)) }
  const done = await app.call(factor.finishSignIn, { body, headers: { cookie: step } })
  return [...(session.status === 200 ? [] : ['session']), ...(done.status === 201 ? [] : [`code ${done.status}`])]
}

/** New keys in front, then the old one taken away once everybody was there: nobody is signed out or asked anew. */
async function rotate(context: Context): Promise<string[]> {
  const [first, second] = [key(1), key(2)]
  const minute = (n: number) => new Date(Date.now() + n * 60_000)
  const lost: string[] = []
  const before = await context.app({ BM23_SECRET_KEYS: first })
  const people = [await arm(before, 'one', minute(0)), await arm(before, 'two', minute(0))]
  const keyrings = [`${second},${first}`, second]
  for (const [at, keys] of keyrings.entries()) {
    const app = await startApp({ BM23_SECRET_KEYS: keys, BM23_DATABASE_URL: before.databaseUrl ?? '' })
    for (const person of people) {
      const gone = await tryAgain(app, person, minute(2 * at + 2))
      lost.push(...gone.map((what) => `${person.login} with keys ${at + 1}: ${what}`))
    }
    await app.close()
  }
  return lost
}

/** Secrets: weak ones are refused, good ones are seen nowhere, and a rotation costs nobody anything. */
export async function measureSecrets(context: Context): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-secrets-'))
  context.defer(() => rmSync(folder, { recursive: true, force: true }))
  const bad = Object.keys(badKeys()).length
  return [
    atLeast('bad keys tried', bad, 9),
    none('bad keys that are not refused by name, or are repeated in the log', await refuse(context, folder)),
    none('where the key of a running process is seen', await lookAtProcess(folder)),
    none('lost by a rotation of the keys in two steps', await rotate(context)),
  ]
}
