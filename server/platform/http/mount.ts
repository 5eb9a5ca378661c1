import type {} from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint } from '../../../contract/endpoint.ts'
import type { Actor } from '../authorize.ts'
import type { Ctx, Platform } from '../ctx.ts'
import type { Db } from '../db/db.ts'
import { attachment } from '../files/file-name.ts'
import { onTrail, trailOf } from '../observe/requests.ts'
import { type ConstraintCodes, Refusal } from '../problem.ts'
import { countRequest } from './limits.ts'
import { claimOf, DoneBefore, once } from './once/once.ts'
import { seen } from './once/seen.ts'
import { problemOf, toRefusal } from './problems.ts'
import { GivenUp, sendProgress, wantsProgress } from './progress/progress.ts'
import { type Credential, FileReply, type IncomingFile, type Input, Reply, type Route } from './route.ts'
import { answerSchema, asPromised, schemaOf, successOf } from './schema.ts'

/** Who a request is from, as the accounts feature found out. */
export interface Session {
  readonly actor: Actor
  readonly credential: Credential
  readonly mustChangePassword: boolean
  /** Must set up a second factor, and is nobody before it is done. */
  readonly owesFactor: boolean
}

/** `polled`: the page asks by itself, which is no sign of life of a person. */
export type Authenticate = (req: FastifyRequest, polled: boolean) => Promise<Session | null>

const nobody: Actor = { accountId: '', name: '', roles: [], system: false }
const empty: IncomingFile = {
  name: '',
  get stream(): never {
    throw new Refusal('submission.missingFile')
  },
}

/** Law 6: a route without permission, operationId and answer schemas does not boot. */
export function checkEndpoint(endpoint: Endpoint): void {
  const where = `${endpoint.method} ${endpoint.path}`
  if (!endpoint.operationId) throw new Error(`${where} has no operationId`)
  if (!endpoint.permission) throw new Error(`${where} has no permission`)
  if (Object.keys(endpoint.answers ?? {}).length === 0) throw new Error(`${where} has no answer schema`)
}

async function authorize(platform: Platform, endpoint: Endpoint, session: Session | null): Promise<Actor> {
  if (endpoint.permission === 'public') return session && !session.owesFactor ? session.actor : nobody
  if (!session) throw new Refusal('session.missing')
  if (session.mustChangePassword && !endpoint.duringPasswordChange) throw new Refusal('account.mustChangePassword')
  const settingUp = endpoint.duringFactorSetup || (session.mustChangePassword && endpoint.duringPasswordChange)
  if (session.owesFactor && !settingUp) throw new Refusal('account.mustSetUpFactor')
  if (endpoint.permission !== 'signedIn') platform.authorize.demand(session.actor, endpoint.permission)
  return session.actor
}

function versionOf(endpoint: Endpoint, req: FastifyRequest): number {
  if (!endpoint.ifMatch) return 0
  const given = req.headers['if-match']
  if (given === undefined) throw new Refusal('version.missing')
  const version = /^(?:W\/)?"(\d{1,9})(?:\.[\w-]{1,64})?"$/.exec(given)?.[1]
  if (version === undefined)
    throw new Refusal('input.invalid', { errors: [{ path: 'If-Match', message: 'Give "version"' }] })
  return Number(version)
}

async function receiveUpload(endpoint: Endpoint, req: FastifyRequest) {
  if (!req.isMultipart()) throw new Refusal('input.unsupportedType')
  const part = await req.file().catch((error: { statusCode?: number }) => {
    // what the reader has no status for is a form that is none
    throw error.statusCode ? error : new Refusal('input.malformed')
  })
  if (!part) throw new Refusal('submission.missingFile')
  const fields = Object.entries(part.fields).flatMap(([name, field]) =>
    field && !Array.isArray(field) && field.type === 'field' ? [[name, field.value]] : [],
  )
  const body = endpoint.body?.safeParse(Object.fromEntries(fields))
  if (body && !body.success) {
    part.file.resume()
    throw body.error
  }
  return { body: body?.data, file: { ...seen(part.file), name: part.filename } }
}

function send(reply: FastifyReply, endpoint: Endpoint, result: unknown) {
  if (result instanceof FileReply) {
    if (result.size !== null) reply.header('content-length', result.size)
    return reply
      .header('content-type', result.mediaType)
      .header('content-disposition', attachment(result.name))
      .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
      .header('cache-control', 'private, no-store')
      .send(result.stream)
  }
  const body = result instanceof Reply ? result.body : result
  if (result instanceof Reply) reply.headers(result.headers)
  const status = (result instanceof Reply ? result.status : undefined) ?? successOf(endpoint)
  reply.code(status).header('cache-control', 'private, no-store')
  const version = (body as { version?: unknown } | undefined)?.version
  if (typeof version === 'number') reply.header('etag', `"${version}"`)
  return reply.send(body)
}

/** Only what the endpoint promises is kept for a repetition, and nothing that is shown once. */
function keeping(endpoint: Endpoint) {
  const schema = endpoint.secret ? undefined : endpoint.answers[successOf(endpoint)]
  return (result: unknown) => schema?.safeParse(result).data
}

/** The answer of a request that was done before, while it is one that the endpoint gives. */
function again(reply: FastifyReply, endpoint: Endpoint, result: unknown): unknown {
  if (!(result instanceof DoneBefore)) return result
  const body = endpoint.answers[successOf(endpoint)]?.safeParse(result.answer)
  if (!body?.success) throw new Refusal('request.alreadyDone')
  reply.header('idempotency-replayed', 'true')
  return body.data
}

type Upload = Awaited<ReturnType<typeof receiveUpload>>

function inputOf(endpoint: Endpoint, req: FastifyRequest, session: Session | null, upload: Upload | null) {
  return {
    params: req.params,
    query: req.query,
    body: upload ? upload.body : req.body,
    file: upload?.file ?? empty,
    ifMatch: versionOf(endpoint, req),
    credential: session?.credential ?? null,
    origin: {
      ip: req.ip,
      userAgent: (req.headers['user-agent'] ?? '').slice(0, 300),
      cookies: req.headers.cookie ?? '',
    },
  } as unknown as Input<Endpoint>
}

/** What came of work that told how far it is. */
async function lastLine(req: FastifyRequest, endpoint: Endpoint, constraints: ConstraintCodes, work: Promise<unknown>) {
  const status = successOf(endpoint)
  try {
    return { status, answer: asPromised(answerSchema(endpoint.answers[status]), await work, endpoint.operationId) }
  } catch (error) {
    if (error instanceof GivenUp) throw error
    const refusal = toRefusal(error, constraints)
    return { status: refusal.status, problem: problemOf(req, refusal, error) }
  }
}

interface Around {
  platform: Platform
  authenticate: Authenticate
  constraints: ConstraintCodes
}

/** Registers one route below `/api/v1`. */
export function mount(app: FastifyInstance, { platform, authenticate, constraints }: Around, one: Route): void {
  const { endpoint } = one
  checkEndpoint(endpoint)
  const sessions = new WeakMap<FastifyRequest, { ctx: Ctx; session: Session | null }>()
  app.route({
    method: endpoint.method,
    url: `/api/v1${endpoint.path}`,
    schema: schemaOf(endpoint),
    // before the body is read: nobody uploads who may not
    onRequest: async (req, reply) => {
      const arrivedAt = platform.now()
      const ask = () => authenticate(req, endpoint.polled ?? false)
      const session = await onTrail(req, () => (endpoint.upload ? platform.uploads.pass(ask) : ask()))
      const trail = trailOf(req)
      if (trail) trail.actorId = session?.actor.accountId ?? null
      await countRequest(platform, req, reply, session?.actor.accountId ?? null)
      const actor = await authorize(platform, endpoint, session)
      const log = req.log as Platform['log']
      sessions.set(req, { session, ctx: { ...platform, actor, requestId: req.id, arrivedAt, log } })
    },
    handler: async (req, reply) => {
      const { ctx, session } = sessions.get(req) as { ctx: Ctx; session: Session | null }
      const upload = endpoint.upload ? await receiveUpload(endpoint, req) : null
      try {
        const input = inputOf(endpoint, req, session, upload)
        // a file is sent after its transaction, and may be asked for again
        const claim = endpoint.download ? null : claimOf(req, ctx.actor.accountId, input.body, upload?.file ?? null)
        const work = async (more: Pick<Ctx, 'progress'> = {}) => {
          const handle = (db: Db) =>
            onTrail(req, () => one.handle({ ...ctx, ...more, db }, input), endpoint.operationId)
          if (!claim) return await handle(ctx.db)
          const how = { keep: keeping(endpoint), file: upload?.file ?? null }
          return again(reply, endpoint, await once(ctx.db, claim, how, handle))
        }
        if (!wantsProgress(endpoint, req)) return send(reply, endpoint, await work())
        return sendProgress(reply, (progress) => lastLine(req, endpoint, constraints, work({ progress })))
      } finally {
        // a file that nobody wanted is read all the same: what it leaves on the connection would hold up the next request
        upload?.file.stream.resume()
      }
    },
  })
}
