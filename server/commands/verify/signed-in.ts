import { LeftOut, type Site, type Visit } from './site.ts'
import { demand, type Step } from './steps.ts'

/** The cookies as a browser sends them back. @throws Broken when one of them is open */
function cookiesOf(site: Site, { headers }: Visit): string {
  const pairs = headers.getSetCookie().map((given) => {
    const [pair = '', ...flags] = given.split(/;\s*/)
    const name = pair.split('=')[0]
    for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/', ...(site.secure ? ['Secure'] : [])]) {
      demand(flags.includes(flag), `the cookie ${name} has no ${flag}`)
    }
    demand(!site.secure || pair.startsWith('__Host-'), `the cookie ${name} is not bound to this host`)
    return pair
  })
  demand(pairs.length > 0, 'there is no cookie')
  return pairs.join('; ')
}

/** Signs in first and out last; everything between leaves nothing behind. */
export function signedInSteps(login: string, password: string): readonly Step[] {
  const signIn: Step = {
    id: 'session.open',
    run: async (site) => {
      const visit = await site.visit('POST', '/api/v1/session', { body: { login, password } })
      if (visit.status === 202) throw new LeftOut('the account owes a second factor; give one without')
      demand(visit.status === 201, `the right password answers ${visit.status} ${String(visit.json?.code ?? '')}`)
      site.cookie = cookiesOf(site, visit)
      return 'closed cookies'
    },
  }
  const signOut: Step = {
    id: 'session.close',
    run: async (site) => {
      await site.api('DELETE', '/session', 204)
      await site.refused('GET', '/session', 401, 'session.missing')
      site.cookie = null
      return 'the cookie is worth nothing any more'
    },
  }
  return [signIn, ...work, signOut].map((step) =>
    step === signIn
      ? step
      : {
          ...step,
          run: (site) => {
            if (site.cookie === null) throw new LeftOut('nobody is signed in')
            return step.run(site)
          },
        },
  )
}

interface Session {
  readonly account: { readonly locale: string | null }
  readonly permissions: readonly string[]
}
const sessionOf = async (site: Site) => (await site.api('GET', '/session', 200)).json as unknown as Session

interface Described {
  readonly paths: Readonly<Record<string, { get?: { parameters?: { in: string; required?: boolean }[] } }>>
}

const work: Step[] = [
  {
    id: 'session.read',
    run: async (site) => {
      const { json, headers } = await site.api('GET', '/session', 200)
      demand(json?.account && Array.isArray(json.roles), 'it does not say who is signed in')
      demand(/private|no-store/.test(headers.get('cache-control') ?? ''), 'caches may keep it')
      return (json.roles as string[]).join(', ')
    },
  },
  {
    id: 'api.reads',
    run: async (site) => {
      const { json } = await site.api('GET', '/openapi.json', 200)
      const { paths } = json as unknown as Described
      const plain = Object.entries(paths).filter(
        ([path, { get }]) => get && !path.includes('{') && !get.parameters?.some((one) => one.required),
      )
      for (const [path] of plain) {
        const { status } = await site.visit('GET', path)
        demand(status < 500 && status !== 401 && status !== 400, `GET ${path} answers ${status}`)
      }
      return `${plain.length} endpoints answer`
    },
  },
  {
    id: 'write.language',
    run: async (site) => {
      const { locale } = (await sessionOf(site)).account
      if (locale === null) throw new LeftOut('none is chosen, and none cannot be chosen again')
      const choose = (one: string) => site.api('PUT', '/account/locale', 200, { body: { locale: one } })
      const other = locale === 'en' ? 'th' : 'en'
      try {
        await choose(other)
        demand((await sessionOf(site)).account.locale === other, 'the change is not kept')
      } finally {
        await choose(locale)
      }
      return 'changed, and changed back'
    },
  },
  {
    id: 'write.token',
    run: async (site) => {
      const expiresOn = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
      const made = (await site.api('POST', '/account/tokens', 201, { body: { name: 'bm23 verify', expiresOn } })).json
      const bearer = { headers: { authorization: `Bearer ${String(made?.secret)}`, cookie: '' } }
      try {
        const listed = (await site.api('GET', '/account/tokens', 200)).json?.items as { id: string }[]
        demand(
          listed.some(({ id }) => id === made?.id),
          'what was made is not in the list',
        )
        await site.api('GET', '/session', 200, bearer)
      } finally {
        await site.api('DELETE', `/account/tokens/${String(made?.id)}`, 204)
      }
      await site.api('GET', '/session', 401, bearer)
      return 'made, read, used, revoked'
    },
  },
  {
    id: 'write.template',
    run: async (site) => {
      const { permissions } = await sessionOf(site)
      if (!permissions.includes('template.manage')) throw new LeftOut('the account may not')
      const active = (await site.api('GET', '/years?status=active', 200)).json?.items as { id: string }[]
      if (active.length === 0) throw new LeftOut('no academic year is active')
      const body = { name: `bm23 verify ${Date.now()}`, tasks: [{ name: 'one', durationDays: 1 }] }
      const { json: made } = await site.api('POST', '/milestone-templates', 201, { body })
      const path = `/milestone-templates/${String(made?.id)}`
      try {
        const change = { ...body, description: 'changed' }
        const mark = { 'if-match': `"${String(made?.version)}"` }
        const { json: changed } = await site.api('PUT', path, 200, { body: change, headers: mark })
        demand(changed?.description === 'changed', 'the change is not kept')
        await site.refused('PUT', path, 412, 'version.stale', { body: change, headers: mark })
        await site.refused('PUT', path, 428, 'version.missing', { body: change })
      } finally {
        await site.api('DELETE', path, 204)
      }
      await site.refused('DELETE', path, 404, 'resource.notFound')
      return 'made, read, changed, not overwritten, deleted'
    },
  },
  {
    id: 'upload.refused',
    run: async (site) => {
      const { permissions } = await sessionOf(site)
      if (!permissions.includes('import.run')) throw new LeftOut('the account may not upload')
      const file = { name: 'majors.xlsx', content: 'no spreadsheet' }
      const { status, json } = await site.visit('POST', '/api/v1/imports/majors', { file })
      demand(status >= 400 && status < 500 && json?.code, `what is no spreadsheet is answered by ${status}`)
      return `${status} ${String(json.code)}`
    },
  },
]
