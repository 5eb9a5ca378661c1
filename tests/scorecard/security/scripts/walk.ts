import type { Browser, Page } from 'playwright-core'
import { screens } from '../../../../web/app/routes.ts'
import { type Eyes, look, openPage, type Spoiling } from './eyes.ts'
import type { Ledger } from './ledger.ts'

/** What the parameters of addresses may stand for. */
export interface Places {
  readonly projectIds: readonly string[]
  readonly studentIds: readonly string[]
  readonly importIds: readonly string[]
  readonly tokens: readonly string[]
  readonly years: readonly string[]
  /** Pages of a hundred rows in the longest list. */
  readonly listPages: number
}

const tabs = ['overview', 'milestones', 'documents', 'defense', 'scores', 'timeline']

/** Every route of the web with everything that its parameters may be, and every page of the lists. */
export function addressesOf(places: Places): string[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    ...{ $projectId: places.projectIds, $studentId: places.studentIds },
    ...{ $importId: places.importIds, $token: places.tokens },
  }
  return screens.flatMap(({ path, nav }) => {
    const name = /\$\w+/.exec(path)?.[0]
    const paths = name ? (values[name] ?? []).map((value) => path.replace(name, value)) : [path]
    if (path === '/projects/$projectId') return paths.flatMap((one) => tabs.map((tab) => `${one}?tab=${tab}`))
    if (path === '/imports/$importId') return paths.map((one) => `${one}?pageSize=10000`)
    if (path === '/rubrics') return places.years.map((year) => `${path}?year=${year}`)
    if (!nav) return paths
    return Array.from({ length: places.listPages }, (_, at) => `${path}?pageSize=100&page=${at + 1}`)
  })
}

/** Waits until a page asks for nothing more. */
function settling(page: Page): (wanted?: number) => Promise<void> {
  let open = 0
  let last = performance.now()
  const ended = () => {
    open = Math.max(0, open - 1)
    last = performance.now()
  }
  page.on('request', () => {
    open += 1
    last = performance.now()
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  // two frames after the last answer: what was read is drawn, or asks for more
  const drawn = () =>
    page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(() => done(), 20))))
  return async (wanted = 2) => {
    const end = performance.now() + 5_000
    for (let quiet = 0; quiet < wanted && performance.now() < end; ) {
      const before = last
      await drawn()
      quiet = open === 0 && before === last ? quiet + 1 : 0
    }
  }
}

/** Runs in the page: goes where a link would lead. */
function go(path: string): void {
  history.pushState({}, '', path)
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
}

/**
 * Runs in the page: the kinds of what can be pressed that were not yet. Numbers and payloads tell rows apart and not kinds;
 * what is around the content of a route is the same everywhere.
 */
function pressable({ known, route }: { known: string[]; route: string }): string[] {
  const labels: string[] = []
  const before = new Set(known)
  const all = document.querySelectorAll<HTMLElement>('button, [role=tab], [role=menuitem], input[aria-haspopup]')
  for (const [index, one] of all.entries()) {
    const name = one.getAttribute('aria-label') ?? one.textContent ?? ''
    const kind = `${one.closest('main') ? route : ''} ${one.localName} ${name
      .split(/[<'"{[(\\]|\d|javascript|ຂອງ/)[0]
      ?.trim()
      .slice(0, 30)}`
    if (before.has(kind) || (one as HTMLButtonElement).disabled || one.offsetParent === null) continue
    before.add(kind)
    labels.push(kind)
    one.dataset.press = String(index)
    one.dataset.kind = kind
  }
  return labels
}

function press(kind: string): void {
  const one = Array.from(document.querySelectorAll<HTMLElement>('[data-press]')).find((it) => it.dataset.kind === kind)
  one?.focus()
  one?.click()
}

function dispatchEscape(): void {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
}

interface Walk {
  readonly cookie: string | null
  readonly addresses: readonly string[]
  readonly spoiling?: Spoiling
  /** Loads the page anew for each address, because what the one before let in stays in the way. */
  readonly anew?: boolean
  /** Press each kind of button once, of each route whose address is like this. */
  readonly press?: RegExp
}

/** Goes to each address as somebody, and looks; after pressing something, too. */
export async function walk(browser: Browser, origin: string, ledger: Ledger, eyes: Eyes, how: Walk): Promise<void> {
  const page = await openPage(browser, origin, how.cookie, eyes, how.spoiling ?? {})
  const settled = settling(page)
  const pressed = new Set<string>()
  const visit = async (address: string) => {
    if (how.anew) await page.goto(address)
    else await page.evaluate(go, address)
    await settled()
    await look(page, eyes, ledger)
  }
  await page.goto('/sign-in')
  await settled()
  for (const address of how.addresses) {
    // markup that was let in may lead the page away before it is looked at; pages that were looked at are counted
    const seen = await visit(address).then(
      () => true,
      (error) => {
        if (!how.anew) throw error
        return false
      },
    )
    if (seen) eyes.pages += 1
    if (!how.press?.test(address)) continue
    const route = address.replace(/[\w-]{30,}/, '').replace(/\?(?!tab).*/, '')
    for (const kind of await page.evaluate(pressable, { known: [...pressed], route })) {
      pressed.add(kind)
      await page.evaluate(press, kind)
      await settled(1)
      await look(page, eyes, ledger)
      eyes.presses += 1
      await page.evaluate(dispatchEscape)
      if (new URL(page.url()).pathname + new URL(page.url()).search !== address) await visit(address)
    }
  }
  await page.context().close()
}
