import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { signIn } from '../contract/accounts.ts'
import type { Answered, Endpoint, Sent } from '../contract/endpoint.ts'
import type { Role } from '../contract/permissions.ts'
import type { Problem } from '../contract/problem.ts'
import { createAccountWithHash } from '../server/accounts/accounts.ts'
import { hashPassword } from '../server/accounts/passwords.ts'
import { createApp, createCache, createPlatform, systemCtx } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import type { Ctx, Platform } from '../server/platform/ctx.ts'
import { type Database, openPostgres } from '../server/platform/db/connect.ts'
import { openTestDatabase } from './database.ts'

/** The password of every account that a test signs in with. */
export const password = 'correct horse battery'

type Options<E extends Endpoint> = Partial<Sent<E>> & {
  ifMatch?: number
  file?: { name: string; content: Buffer | string }
  headers?: Record<string, string>
}

export interface TestAnswer<E extends Endpoint> {
  status: number
  /** Typed as the promised answer; of a refusal read `problem`. */
  body: NonNullable<Answered<E>>
  problem: Problem
  headers: Record<string, unknown>
  raw: Buffer
}

export interface Client {
  /** The session as a Cookie header, for requests over a socket. */
  readonly cookie: string | null
  call<E extends Endpoint>(endpoint: E, options?: Options<E>): Promise<TestAnswer<E>>
}

export interface TestApp extends Client {
  readonly server: FastifyInstance
  readonly platform: Platform
  readonly database: Database
  /** Address of the database on a server; null when embedded. */
  readonly databaseUrl: string | null
  /** Acts for nobody, with every right: for factories. */
  readonly ctx: Ctx
  /** Moves the clock of the program; null sets it back to the real one. */
  setNow(now: Date | (() => Date) | null): void
  /** Gives an account a password and active status if need be, and signs in; by login, e-mail or account id. */
  as(login: string): Promise<Client>
  /** A new account with a role and no record of a person. */
  account(login: string, role: Role): Promise<string>
  close(): Promise<void>
}

/** The bytes of a form with one file, and its type. */
export function multipart(fields: Record<string, unknown>, file: { name: string; content: Buffer | string }) {
  const boundary = 'bm23-test-boundary'
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
    )
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const payload = Buffer.concat([
    Buffer.from(parts.join('') + head),
    Buffer.from(file.content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return { payload, type: `multipart/form-data; boundary=${boundary}` }
}

/** The address of a call: path parameters filled in, query appended. */
export function urlOf(endpoint: Endpoint, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}) {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one))
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`
}

function clientOf(server: FastifyInstance, cookie: string | null, host = 'localhost'): Client {
  return {
    cookie,
    async call(endpoint, options) {
      const { params, query, body, ifMatch, file, headers } = (options ?? {}) as Record<string, unknown> &
        Options<Endpoint>
      const upload = file ? multipart((body ?? {}) as Record<string, unknown>, file) : null
      const response = await server.inject({
        method: endpoint.method,
        url: urlOf(endpoint, params as Record<string, unknown>, query as Record<string, unknown>),
        headers: {
          host,
          ...(cookie ? { cookie } : {}),
          ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
          ...(upload
            ? { 'content-type': upload.type }
            : body === undefined
              ? {}
              : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(upload ? { payload: upload.payload } : body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      const json = /json/.test(String(response.headers['content-type'])) ? response.json() : undefined
      return {
        status: response.statusCode,
        body: json,
        problem: json,
        headers: response.headers,
        raw: response.rawPayload,
      }
    },
  }
}

/** The whole program in this process on a migrated database of its own, or on the one that is given. */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-test-'))
  const cache = createCache()
  const given = env.BM23_DATABASE_URL
  const database = given
    ? { ...openPostgres({ url: given, max: 5, ear: cache }), url: given }
    : await openTestDatabase(cache)
  const config = readConfig({
    BM23_DATA_DIR: folder,
    BM23_LOG_LEVEL: process.env.BM23_LOG_LEVEL ?? 'fatal',
    BM23_RATE_ANONYMOUS_PER_HOUR: '1000000',
    BM23_RATE_USER_PER_HOUR: '1000000',
    ...env,
  })
  let clock = () => new Date()
  const platform = await createPlatform(config, database, { cache, now: () => clock() })
  const server = await createApp(platform)
  const ctx = systemCtx(platform)
  const hash = hashPassword(password)
  const host = config.publicUrl ? new URL(config.publicUrl).host : 'localhost'

  const as = async (login: string): Promise<Client> => {
    const passwordHash = await hash
    const { rows } = await database.execute(
      `update accounts set password_hash = $2, status = 'active', must_change_password = false
       where lower(login) = lower($1) or lower(email) = lower($1) or id::text = $1 returning coalesce(login, email) as login`,
      [login, passwordHash],
    )
    const known = (rows[0] as { login: string } | undefined)?.login
    const answer = await clientOf(server, null, host).call(signIn, { body: { login: known ?? login, password } })
    if (answer.status !== 201) throw new Error(`${login} cannot sign in: ${JSON.stringify(answer.problem)}`)
    // as if by a second factor, where one is demanded
    if (config.secondFactor === 'staff') await database.execute('update sessions set strong = true', [])
    return clientOf(server, String(answer.headers['set-cookie']).split(';')[0] ?? '', host)
  }

  return {
    ...clientOf(server, null, host),
    server,
    platform,
    database,
    databaseUrl: database.url,
    ctx,
    setNow: (now) => {
      clock = typeof now === 'function' ? now : () => now ?? new Date()
    },
    as,
    account: async (login, role) => {
      const passwordHash = await hash
      return await platform.db
        .transaction()
        .execute((tx) =>
          createAccountWithHash(tx, ctx, { displayName: login, login, role, passwordHash, status: 'active' }),
        )
    },
    close: async () => {
      await server.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
