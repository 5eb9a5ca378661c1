import type { IncomingHttpHeaders } from 'node:http'

const broad = ['ftp:', 'http:', 'https:', '*', 'http://*', 'http://*.*', 'https://*', 'https://*.*']
const broadOrInline = [...broad, "'unsafe-inline'", 'data:']
const named = /^'(?:sha256-|sha384-|sha512-|nonce-)/
const plain = (source: string) => /^(?:http|ftp):/.test(source)

interface Policy {
  readonly verdict: string
  /** Whether it says who may frame the page. */
  readonly framing: boolean
}

/** Directive to its sources; null where one is there twice, or nothing. */
function parse(text: string): { directives: Map<string, string[]>; twice: boolean } | null {
  if (text.trim().length < 6) return null
  const directives = new Map<string, string[]>()
  let twice = false
  for (const entry of text.split(';')) {
    const [name = '', ...sources] = entry.trim().toLowerCase().split(/\s+/)
    if (name === '') continue
    if (directives.has(name)) {
      if (name !== 'report-uri' && name !== 'report-to') return null
      twice = true
    }
    directives.set(name, sources.length > 0 ? sources : ["'none'"])
  }
  return { directives, twice }
}

/** What runs scripts, once the sources are left out that a nonce or hash makes void. */
function effective(sources: readonly string[]): string[] {
  if (!sources.some((one) => named.test(one))) return [...sources]
  const kept = sources.filter((one) => one !== "'unsafe-inline'")
  if (!kept.includes("'strict-dynamic'")) return kept
  return kept.filter((one) => one !== "'self'" && !broad.some((prefix) => one.startsWith(prefix)))
}

function verdictOn(directives: ReadonlyMap<string, string[]>): string {
  const fallback = directives.get('default-src') ?? ['*']
  const scripts = effective(directives.get('script-src') ?? fallback)
  const styles = directives.get('style-src') ?? fallback
  const seenStyles = styles.some((one) => named.test(one)) ? styles.filter((one) => one !== "'unsafe-inline'") : styles
  const objects = directives.get('object-src') ?? fallback
  const passive = ['img-src', 'media-src']
  const active = [...directives].filter(([name]) => !passive.includes(name) && name !== 'script-src')
  if (scripts.includes("'strict-dynamic'") && !scripts.some((one) => named.test(one))) return 'csp-header-invalid'
  if (scripts.some((one) => broadOrInline.includes(one)) || objects.some((one) => broad.includes(one))) {
    return 'csp-implemented-with-unsafe-inline'
  }
  if ([...active.flatMap(([, sources]) => sources), ...scripts].some(plain))
    return 'csp-implemented-with-insecure-scheme'
  if ([...scripts, ...seenStyles].includes("'unsafe-eval'")) return 'csp-implemented-with-unsafe-eval'
  if (passive.flatMap((name) => directives.get(name) ?? directives.get('default-src') ?? []).some(plain)) {
    return 'csp-implemented-with-insecure-scheme-in-passive-content-only'
  }
  if (seenStyles.some((one) => broadOrInline.includes(one))) {
    return 'csp-implemented-with-unsafe-inline-in-style-src-only'
  }
  const none = directives.get('default-src')?.join() === "'none'"
  return `csp-implemented-with-no-unsafe${none ? '-default-src-none' : ''}`
}

/** What the observatory says to a content security policy. */
export function judgePolicy(headers: IncomingHttpHeaders): Policy {
  const text = headers['content-security-policy']
  if (text === undefined) {
    const reported = headers['content-security-policy-report-only'] !== undefined
    return { verdict: `csp-not-implemented${reported ? '-but-reporting-enabled' : ''}`, framing: false }
  }
  const parsed = parse(String(text))
  if (!parsed) return { verdict: 'csp-header-invalid', framing: false }
  const verdict = verdictOn(parsed.directives)
  const passes = /no-unsafe|style-src-only|passive-content-only/.test(verdict)
  return {
    verdict: parsed.twice && passes ? 'csp-implemented-but-duplicate-directives' : verdict,
    framing: parsed.directives.has('frame-ancestors'),
  }
}
