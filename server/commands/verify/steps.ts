import { randomBytes } from 'node:crypto'
import { Broken, LeftOut, type Site } from './site.ts'

/** One promise of a live installation. Whatever a step makes it removes again. */
export interface Step {
  readonly id: string
  /** Says what it saw. @throws Broken, LeftOut */
  readonly run: (site: Site) => Promise<string>
}

export function demand(good: unknown, otherwise: string): asserts good {
  if (!good) throw new Broken(otherwise)
}

async function assetsOf(site: Site): Promise<string[]> {
  const { text } = await site.visit('GET', '/')
  const names = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
  demand(names.length > 0, 'the page names no file of the bundle')
  return names
}

const bundle: Step[] = [
  {
    id: 'page.deepLink',
    run: async (site) => {
      const { status, headers } = await site.visit('GET', '/projects')
      const html = headers.get('content-type')?.startsWith('text/html')
      demand(status === 200 && html, `/projects answers ${status}`)
      demand(headers.get('cache-control')?.includes('no-store'), 'the page may be kept by a cache, with its nonce')
      return 'the page, for every address of it'
    },
  },
  {
    id: 'bundle.caching',
    run: async (site) => {
      const names = await assetsOf(site)
      for (const name of names) {
        const { status, headers } = await site.visit('GET', name)
        demand(status === 200, `${name} answers ${status}`)
        demand(/immutable/.test(headers.get('cache-control') ?? ''), `${name} is not kept for ever`)
      }
      return `${names.length} files, kept for ever`
    },
  },
  {
    id: 'bundle.compression',
    run: async (site) => {
      const script = (await assetsOf(site)).find((name) => name.endsWith('.js'))
      demand(script, 'the page names no script')
      const { headers } = await site.visit('GET', script)
      const encoding = headers.get('content-encoding')
      demand(encoding, `${script} is not compressed`)
      return encoding
    },
  },
  {
    id: 'bundle.missing',
    run: async (site) => {
      const { status, headers } = await site.visit('GET', '/assets/nothing-here.js')
      demand(status === 404, `a file that is not there answers ${status}`)
      demand(!/immutable/.test(headers.get('cache-control') ?? ''), 'that a file is missing is kept for ever')
      return '404'
    },
  },
]

const reading: Step[] = [
  {
    id: 'api.etag',
    run: async (site) => {
      const { headers } = await site.api('GET', '/installation', 200)
      const etag = headers.get('etag')
      demand(etag, 'answers have no ETag')
      await site.api('GET', '/installation', 304, { headers: { 'if-none-match': etag } })
      return '304 for what is known'
    },
  },
  {
    id: 'api.headers',
    run: async (site) => {
      const { headers } = await site.api('GET', '/installation', 200)
      const wanted = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-request-id']
      const missing = [...wanted, ...(site.secure ? ['strict-transport-security'] : [])].filter(
        (one) => !headers.get(one),
      )
      demand(missing.length === 0, `missing: ${missing.join(', ')}`)
      return 'all there'
    },
  },
  {
    id: 'api.foreignPages',
    run: async (site) => {
      const { headers } = await site.api('GET', '/installation', 200, {
        headers: { origin: 'https://foreign.example' },
      })
      demand(!headers.get('access-control-allow-origin'), 'other sites may read answers')
      return 'may not read answers'
    },
  },
]

/** A login that nobody has: no account is locked by it. */
const strange = () => ({ login: `nobody-${randomBytes(6).toString('hex')}`, password: randomBytes(12).toString('hex') })

const refusals: Step[] = [
  {
    id: 'errors.notFound',
    run: async (site) => {
      await site.refused('GET', '/nothing-here', 404, 'request.notFound')
      return '404 with a code'
    },
  },
  {
    id: 'errors.malformed',
    run: async (site) => {
      await site.refused('POST', '/session', 400, 'input.malformed', { body: '{' })
      return '400 with a code'
    },
  },
  {
    id: 'errors.invalid',
    run: async (site) => {
      const { json } = await site.refused('POST', '/session', 400, 'input.invalid', { body: {} })
      demand(Array.isArray(json?.errors) && json.errors.length > 0, 'it does not say which field is wrong')
      return '400 with the fields'
    },
  },
  {
    id: 'errors.type',
    run: async (site) => {
      const send = { body: '<a/>', headers: { 'content-type': 'text/xml' } }
      await site.refused('POST', '/session', 415, 'input.unsupportedType', send)
      return '415 with a code'
    },
  },
  {
    id: 'errors.method',
    run: async (site) => {
      const { status } = await site.visit('DELETE', '/api/v1/openapi.json')
      demand(status === 404 || status === 405, `a method that is not there answers ${status}`)
      return String(status)
    },
  },
  {
    id: 'errors.crossSite',
    run: async (site) => {
      const send = { body: strange(), headers: { origin: 'https://foreign.example' } }
      await site.refused('POST', '/session', 403, 'request.crossSite', send)
      return '403 with a code'
    },
  },
  {
    id: 'session.needed',
    run: async (site) => {
      for (const path of ['/session', '/accounts', '/projects', '/students', '/account/tokens']) {
        await site.refused('GET', path, 401, 'session.missing')
      }
      return '401 for strangers'
    },
  },
  {
    id: 'session.wrongPassword',
    run: async (site) => {
      const body = strange()
      if ((await site.visit('POST', '/api/v1/session', { body })).status === 429)
        throw new LeftOut('too many were tried from here')
      await site.refused('POST', '/session', 401, 'session.badCredentials', { body })
      return '401 with a code'
    },
  },
]

/** What a stranger sees. */
export const publicSteps: readonly Step[] = [...bundle, ...reading, ...refusals]
