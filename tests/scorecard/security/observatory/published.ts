import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Unmeasurable } from '../../line.ts'
import { root } from '../../measure.ts'
import type { Seen } from './seen.ts'

const own = join(import.meta.dirname)
const files = ['package.json', 'package-lock.json']

/** What the observatory takes of a request and its answer. */
interface Requests {
  resources: { path: string }
  responses: Record<string, unknown>
  session: unknown
}

interface Observatory {
  readonly requests: new (host: string) => Requests
  readonly tests: readonly ((requests: Requests) => object & { result: string })[]
  readonly pointsOf: (verdict: string) => number
  readonly jar: new () => { setCookieSync(line: string, address: string): void }
  readonly headersOf: new (headers: IncomingHttpHeaders) => object
}

/** The package as its lock file pins it. Its install scripts, which fetch lists and compile, are not run. */
async function installed(): Promise<string> {
  const pinned = createHash('sha256')
    .update(readFileSync(join(own, 'package-lock.json')))
    .digest('hex')
  const folder = join(root, 'node_modules/.cache', `observatory-${pinned.slice(0, 12)}`)
  if (existsSync(folder)) return folder
  const half = `${folder}-${process.pid}`
  mkdirSync(half, { recursive: true })
  for (const name of files) cpSync(join(own, name), join(half, name))
  try {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--loglevel=error'], { cwd: half })
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw new Unmeasurable(`the observatory cannot be installed: ${String(error).slice(0, 200)}`)
  }
  // the list of sites that browsers know is fetched at install; without it no site is on it
  writeFileSync(join(half, 'node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json'), '{}')
  renameSync(half, folder)
  return folder
}

async function load(): Promise<Observatory> {
  const modules = join(await installed(), 'node_modules')
  const open = (path: string) => import(pathToFileURL(join(modules, path)).href)
  const there = createRequire(join(modules, 'of-the-observatory.js'))
  const [types, constants, grader] = await Promise.all([
    open('@mdn/mdn-http-observatory/src/types.js'),
    open('@mdn/mdn-http-observatory/src/constants.js'),
    open('@mdn/mdn-http-observatory/src/grader/grader.js'),
  ])
  return {
    requests: types.Requests,
    tests: constants.ALL_TESTS,
    pointsOf: grader.getScoreModifier,
    jar: there('tough-cookie').CookieJar,
    headersOf: there('axios').AxiosHeaders,
  }
}

/** The answer as the observatory would have fetched it itself. */
function fed({ requests, jar, headersOf }: Observatory, seen: Seen): Requests {
  const given = new requests(seen.host)
  const address = seen.route.at(-1) ?? ''
  const cookies = new jar()
  for (const line of seen.cookies) cookies.setCookieSync(line, address)
  const response = { status: seen.status, headers: new headersOf(seen.headers), verified: true, httpEquiv: new Map() }
  const { origin, headers } = seen.elsewhere
  given.resources.path = seen.body
  given.session = { url: new URL(address), jar: cookies }
  Object.assign(given.responses, {
    ...{ auto: response, https: response, http: response },
    ...{ httpRedirects: seen.route.map((one) => ({ url: new URL(one), status: 308 })), httpsRedirects: [] },
    cors: { headers: new headersOf(headers), request: { headers: { origin } }, verified: true },
  })
  return given
}

/** The verdicts of the published observatory, test by test, and what each is worth to it. */
export async function publishedObservatory(): Promise<
  (seen: Seen) => Record<string, { readonly verdict: string; readonly points: number }>
> {
  const observatory = await load()
  return (seen) => {
    const requests = fed(observatory, seen)
    return Object.fromEntries(
      observatory.tests.map((test) => {
        const found = test(requests)
        const verdict = found.result
        return [found.constructor.name, { verdict, points: observatory.pointsOf(verdict) }]
      }),
    )
  }
}
