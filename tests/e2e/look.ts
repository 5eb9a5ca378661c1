import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { contextSettings, type Person, type Stage } from './stage.ts'

declare global {
  interface Window {
    axe: typeof axe
  }
}

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }
const axeSource = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8')
const parts = readdirSync(join(import.meta.dirname, '../../web/i18n/en')).map((file) => file.replace(/\.ts$/, ''))
const messageName = new RegExp(`\\b(?:${parts.join('|')}|field|action|problem)\\.[a-z]+[A-Z]\\w*`, 'g')
let count = 0

interface Options {
  /** Also pictures in the dark. */
  dark?: boolean
  /** The address says nothing of what is shown (a dialog is open), so a second look at it tells nothing. */
  pictureOnly?: boolean
}

/**
 * Takes pictures of what a person sees, wide and narrow, and looks at the same address for trouble: accessibility in the
 * light at a desk and in the dark on a phone, and whether a phone must be scrolled sideways.
 */
export async function look(stage: Stage, person: Person, name: string, options: Options = {}): Promise<void> {
  const { page } = person
  count += 1
  const file = (suffix: string) => join(stage.pictures, `${String(count).padStart(2, '0')}-${name}-${suffix}.png`)
  await settle(page)
  await page.screenshot({ path: file('1440'), fullPage: true })
  if (options.dark) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: file('1440-dark'), fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize(narrow)
  await settle(page)
  await page.screenshot({ path: file('390'), fullPage: true })
  if (options.dark) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: file('390-dark'), fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize(wide)
  await settle(page)
  if (!options.pictureOnly) await examine(stage, person, name)
}

/** The page is there, asks for nothing more, and has stopped moving: a busy machine may be idle before the first line. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(250)
}

/** axe-core cannot be put into a page with this policy, so it looks at the same address in a context without one. */
async function examine(stage: Stage, { context, page, name: who }: Person, name: string): Promise<void> {
  const storageState = await context.storageState()
  const twin = await stage.browser.newContext({ ...contextSettings, storageState, bypassCSP: true })
  try {
    const other = await twin.newPage()
    await other.goto(page.url())
    for (const [viewport, colorScheme] of [
      [wide, 'light'],
      [narrow, 'dark'],
    ] as const) {
      await other.setViewportSize(viewport)
      await other.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settle(other)
      const label = `${name} (${who}, ${viewport.width}, ${colorScheme})`
      stage.troubles.push(...(await violationsOf(other)).map((text) => `${label}: ${text}`))
      // the name of a message where its words should be: the screen does not fetch them
      const nameless = (await other.locator('body').innerText()).match(messageName) ?? []
      stage.troubles.push(...nameless.map((text) => `${label}: ${text} has no words`))
      const over = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) stage.troubles.push(`${label}: ${over} pixels wider than the screen`)
    }
  } finally {
    await twin.close()
  }
}

async function violationsOf(page: Page): Promise<string[]> {
  if (await page.evaluate(() => window.axe === undefined)) await page.addScriptTag({ content: axeSource })
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help} (${nodes.length})\n${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `    ${html.slice(0, 200)}\n    ${failureSummary?.replaceAll('\n', ' ')}`)
        .join('\n')}`,
  )
}
