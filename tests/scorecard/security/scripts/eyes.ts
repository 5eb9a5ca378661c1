import type { Browser, Page } from 'playwright-core'
import { contextSettings } from '../../../e2e/stage.ts'
import { type Ledger, marks } from './ledger.ts'

/** Everything that was noticed in one pass. */
export interface Eyes {
  /** Calls of `k` and dialogs. */
  readonly ran: Set<string>
  /** What the policy of the page reported. */
  readonly reports: Set<string>
  readonly errors: Set<string>
  /** Elements and attributes that no page has, and links that lead elsewhere. */
  readonly markup: Set<string>
  /** Marks of values that were shown letter by letter. */
  readonly shown: Set<string>
  /** Times a page refused a text that would have become markup. */
  refusals: number
  pages: number
  presses: number
}

export function openEyes(): Eyes {
  return {
    ...{ ran: new Set(), reports: new Set(), errors: new Set(), markup: new Set(), shown: new Set() },
    ...{ refusals: 0, pages: 0, presses: 0 },
  }
}

/** What is done to every page before its own scripts run. */
export interface Spoiling {
  /** Texts are put into the page as markup. */
  readonly encodingBroken?: boolean
  /** The policy of the page for such texts lets everything through. */
  readonly typesUndone?: boolean
}

declare global {
  interface Window {
    refusals?: number
  }
}

/** Runs in the page: whatever React writes as text is read as markup, as if output were not encoded at all. */
function spoil({ encodingBroken, typesUndone }: Spoiling): void {
  const types = (window as { trustedTypes?: { createPolicy(name: string, rules: object): unknown } }).trustedTypes
  if (typesUndone && types) {
    const make = types.createPolicy.bind(types)
    const through = (text: string) => text
    types.createPolicy = (name) => make(name, { createHTML: through, createScript: through, createScriptURL: through })
  }
  if (!encodingBroken) return
  const asMarkup = (element: Element, text: string): boolean => {
    if (!text.includes('<')) return false
    try {
      element.innerHTML = text
      return true
    } catch {
      window.refusals = (window.refusals ?? 0) + 1
      return false
    }
  }
  const content = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent') as Required<PropertyDescriptor>
  Object.defineProperty(Node.prototype, 'textContent', {
    ...content,
    set(text) {
      if (!(this instanceof Element && asMarkup(this, String(text)))) content.set.call(this, text)
    },
  })
  const makeText = Document.prototype.createTextNode
  Document.prototype.createTextNode = function (text) {
    const box = this.createElement('span')
    return asMarkup(box, text) ? (box as unknown as Text) : makeText.call(this, text)
  }
}

/** A page of somebody, watched from its first script on. */
export async function openPage(
  browser: Browser,
  origin: string,
  cookie: string | null,
  eyes: Eyes,
  spoiling: Spoiling,
): Promise<Page> {
  const context = await browser.newContext({ ...contextSettings, baseURL: origin, reducedMotion: 'reduce' })
  const [name = '', value = ''] = cookie?.split('=') ?? []
  if (cookie) await context.addCookies([{ name, value, url: origin }])
  await context.exposeBinding('k', (_, mark) => void eyes.ran.add(String(mark)))
  await context.exposeBinding('reportPolicy', (_, text) => void eyes.reports.add(String(text)))
  // the compiler of the tests gives inner functions their names by this
  await context.addInitScript('globalThis.__name = (it) => it')
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      ;(window as unknown as { reportPolicy(text: string): void }).reportPolicy(
        `${violatedDirective} ${blockedURI} ${sample}`,
      )
    })
  })
  await context.addInitScript(spoil, spoiling)
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') eyes.ran.add(dialog.message())
    void dialog.dismiss().catch(() => undefined)
  })
  page.on('pageerror', (error) => eyes.errors.add(`${new URL(page.url()).pathname}: ${error.message}`))
  // a page that leaves for elsewhere is told by the listener; the walk goes on where it was
  page.on('popup', (popup) => void popup.close().catch(() => undefined))
  return page
}

/** Runs in the page: every text that somebody may read, and markup that is none of the program's. */
function readPage(listener: string) {
  const texts = new Set<string>([document.title])
  const markup: string[] = []
  const seen = new Set(['title', 'alt', 'placeholder', 'value', 'label'])
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) texts.add(walker.currentNode.textContent ?? '')
  for (const element of document.querySelectorAll('*')) {
    if ('value' in element && typeof element.value === 'string') texts.add(element.value)
    const text = element.matches('script, style, iframe, object, embed') ? (element.textContent ?? '') : ''
    if (/^x\d+$/i.test(element.localName) || /k\(\d|alert\(\d/.test(text)) markup.push(`<${element.localName}> ${text}`)
    for (const { name, value } of element.attributes) {
      const read = seen.has(name) || name.startsWith('aria-') || name.startsWith('data-')
      if (read) texts.add(value)
      const foreign = /k\(\d|javascript:/i.test(value) || value.includes(listener) || /^\d{5}$/.test(value)
      if (name.startsWith('on') || (!read && foreign)) markup.push(`<${element.localName} ${name}="${value}">`)
    }
  }
  for (const link of document.querySelectorAll('a[href]')) {
    const to = new URL(link.getAttribute('href') ?? '', location.origin)
    if (to.origin !== location.origin) markup.push(`link to ${to.href}`)
  }
  const refusals = window.refusals ?? 0
  window.refusals = 0
  return { texts: [...texts].filter((text) => /\d{5}|<x\d/.test(text)), markup, refusals }
}

/** Looks at what the page shows now. */
export async function look(page: Page, eyes: Eyes, ledger: Ledger): Promise<void> {
  const { texts, markup, refusals } = await page.evaluate(readPage, ledger.host)
  eyes.refusals += refusals
  for (const one of markup) eyes.markup.add(`${new URL(page.url()).pathname}: ${one}`)
  for (const text of texts) {
    for (const mark of text.match(marks) ?? []) {
      if (text.includes(ledger.values.get(mark)?.text ?? '\0')) eyes.shown.add(mark)
    }
  }
}
