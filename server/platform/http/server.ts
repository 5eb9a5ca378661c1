import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, validatorCompiler } from 'fastify-type-provider-zod'
import { maxFileBytes } from '../../../contract/submissions.ts'
import type { Platform } from '../ctx.ts'
import { namesTwice } from '../json.ts'
import { healthOf } from '../observe/checks.ts'
import { observeRequests } from '../observe/requests.ts'
import { type ConstraintCodes, Refusal } from '../problem.ts'
import { addressMatcher } from '../throttle/networks.ts'
import { addEtags } from './etag.ts'
import { addHealth, createReadiness } from './health.ts'
import { countRequest } from './limits.ts'
import { type Authenticate, mount } from './mount.ts'
import { sendProblem, toRefusal } from './problems.ts'
import type { Route } from './route.ts'
import { documentPolicy, refuseCrossSite, refuseOtherHost, requestId, secureHeaders } from './safety.ts'
import { answerWriter } from './schema.ts'

export interface ServerParts {
  platform: Platform
  routes: readonly Route[]
  constraints: ConstraintCodes
  authenticate: Authenticate
}

/** Builds the HTTP program: protection first, then the routes of the contract. It does not listen yet. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { platform, constraints } = parts
  const { config } = platform
  const trusted = addressMatcher(config.trustedProxies)
  const app = fastify({
    loggerInstance: platform.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (req) => requestId(req, trusted),
    trustProxy: config.trustedProxies.length > 0 ? trusted : false,
    bodyLimit: 1_048_576,
    requestTimeout: 300_000,
    // what was accepted is answered, also while stopping
    return503OnClosing: false,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    // what the router refuses before any hook runs: a broken address, a part of it that is too long
    frameworkErrors: (error, req, reply) => {
      secureHeaders(reply, config.secure)
      reply.header('x-request-id', req.id)
      void sendProblem(req, reply, toRefusal(error, constraints), error)
    },
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(answerWriter)
  app.setErrorHandler((error, req, reply) => sendProblem(req, reply, toRefusal(error, constraints), error))
  observeRequests(app, config, platform.observe, trusted)
  app.addHook('onRequest', async (req, reply) => {
    secureHeaders(reply, config.secure)
    reply.header('x-request-id', req.id)
    refuseOtherHost(req, config.publicUrl)
    refuseCrossSite(req, config.publicUrl)
  })
  app.addHook('onSend', async (_req, reply) => {
    // so that a proxy opens its next connection to another process
    if (platform.stopping.signal.aborted) reply.header('connection', 'close')
  })
  readJson(app)
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] })
  platform.limits.open()
  app.addHook('onClose', async () => platform.limits.close())
  await app.register(multipart, {
    limits: { files: 1, fileSize: maxFileBytes + 1, fields: 10, fieldSize: 20_000, headerPairs: 50 },
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'BM23',
        version: platform.version,
        description: 'Runs the final-project year of a university faculty.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'bm23' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: documentPolicy })
  const readiness = createReadiness(healthOf(platform))
  addHealth(app, { readiness, details: config.healthDetails, proxied: config.trustedProxies.length > 0 })
  await app.register(async (api) => {
    addEtags(api)
    for (const one of parts.routes) mount(api, parts, one)
    const onRequest = (req: FastifyRequest, reply: FastifyReply) => countRequest(platform, req, reply, null)
    api.get('/api/v1/openapi.json', { onRequest, schema: { hide: true } as object }, () => app.swagger())
  })
  return app
}

/** Bodies in JSON, in which no name is given twice. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (req, text: string, done) => {
    parse(req, text, (error, body) => {
      if (!error && namesTwice(text)) done(new Refusal('input.malformed'))
      else done(error, body)
    })
  })
}

/** The API's own 404; pages are answered elsewhere. */
export function notFound(req: FastifyRequest): Refusal {
  return new Refusal('request.notFound', { data: { path: req.url.split('?')[0]?.slice(0, 200) } })
}
