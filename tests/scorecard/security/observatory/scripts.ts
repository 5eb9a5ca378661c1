import type { Seen } from './seen.ts'

/** From the best to the worst; one script decides for all. */
const order = [
  'sri-implemented-and-all-scripts-loaded-securely',
  'sri-implemented-and-external-scripts-loaded-securely',
  'sri-implemented-but-external-scripts-not-loaded-securely',
  'sri-not-implemented-but-external-scripts-loaded-securely',
  'sri-not-implemented-and-external-scripts-not-loaded-securely',
]

/** The last two labels of a name: enough for the names that are tried here. */
const domainOf = (host: string) => host.split('.').slice(-2).join('.')

function judgeScript(
  source: string,
  integrity: boolean,
  host: string,
  page: string,
): { external: boolean; verdict?: string } {
  const whole = /^https?:\/\//.test(source)
  const own = !/^\/\/[^/]/.test(source) && (!whole || domainOf(new URL(source).hostname) === domainOf(host))
  const secure = whole ? source.startsWith('https:') : own && page.startsWith('https:')
  if (own) return { external: false, ...(integrity && secure ? { verdict: order[0] } : {}) }
  if (secure) return { external: true, ...(integrity ? {} : { verdict: order[3] }) }
  return { external: true, verdict: order[integrity ? 2 : 4] }
}

/** What the observatory says to the scripts of a page. */
export function judgeScripts({ headers, body, host, route }: Seen): string {
  const html = /^(?:text\/html|application\/xhtml\+xml)(?:;|$)/.test(headers['content-type'] ?? '')
  if (!html) return 'sri-not-implemented-response-not-html'
  const scripts = [...body.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<script\b([^>]*)>/gi)].map(
    (one) => one[1] ?? '',
  )
  if (scripts.length === 0) return 'sri-not-implemented-but-no-scripts-loaded'
  const judged = scripts.flatMap((attributes) => {
    const source = /\bsrc="([^"]*)"/.exec(attributes)?.[1]
    return source ? [judgeScript(source, /\bintegrity="[^"]/.test(attributes), host, route.at(-1) ?? '')] : []
  })
  const external = judged.flatMap((one) => (one.external && one.verdict ? [one.verdict] : []))
  const worst = order.findLast((one) => external.includes(one))
  if (worst) return worst
  const best = judged.find((one) => one.verdict)?.verdict
  if (best) return best
  return judged.some((one) => one.external)
    ? 'sri-implemented-and-external-scripts-loaded-securely'
    : 'sri-not-implemented-but-all-scripts-loaded-from-secure-origin'
}
