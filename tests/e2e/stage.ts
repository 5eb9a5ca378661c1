import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'

/** Somebody at a browser of his or her own. */
export interface Person {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page
}

export interface Stage {
  readonly url: string
  readonly browser: Browser
  /** Folder of the screenshots. */
  readonly pictures: string
  /** What must not happen on any page: errors of the console, violations of the page policy, of accessibility. */
  readonly troubles: string[]
  open(name: string): Promise<Person>
  close(): Promise<void>
}

const settings = { locale: 'lo-LA', timezoneId: 'Asia/Vientiane', viewport: { width: 1440, height: 900 } } as const

/** How pages are opened, for further contexts that shall look the same. */
export const contextSettings = settings

const flags = [
  '--no-sandbox',
  '--headless',
  '--disable-background-networking',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

/** A server on an empty embedded database with one admin, and a browser. */
export async function openStage(admin: { login: string; name: string; password: string }): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-story-'))
  const env = {
    BM23_DATA_DIR: folder,
    BM23_RATE_ANONYMOUS_PER_HOUR: '100000',
    BM23_RATE_USER_PER_HOUR: '100000',
  }
  const made = await runCommand(
    ['create-admin', '--login', admin.login, '--name', admin.name],
    env,
    `${admin.password}\n`,
  )
  if (made.code !== 0) throw new Error(`create-admin: ${made.err}`)
  const server = await startProcess(['serve'], env)
  return await stageOn(server, async () => {
    await server.end('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
}

/** Chromium as it is installed. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: flags })
}

/** A browser in front of a server that listens already. */
export async function stageOn(server: Pick<ServerProcess, 'url'>, end: () => Promise<void>): Promise<Stage> {
  const browser = await launchBrowser()
  const pictures = process.env.E2E_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'bm23-pictures-'))
  mkdirSync(pictures, { recursive: true })
  const troubles: string[] = []
  return {
    url: server.url,
    browser,
    pictures,
    troubles,
    open: (name) => open(browser, server.url, name, troubles),
    close: async () => {
      await browser.close()
      await end()
    },
  }
}

async function open(browser: Browser, url: string, name: string, troubles: string[]): Promise<Person> {
  const context = await browser.newContext({ ...settings, baseURL: url })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.error(`Page policy: ${violatedDirective} ${blockedURI} ${sample}`)
    })
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => troubles.push(`${name}, ${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' || isAskedSession(message.text(), message.location().url)) return
    troubles.push(`${name}, ${page.url()}: ${message.text()} ${message.location().url}`)
  })
  return { name, context, page }
}

/** Whoever comes without a session is told so by a 401, which the browser writes down as an error of the network. */
function isAskedSession(text: string, url: string): boolean {
  return text.includes('401') && url.endsWith('/api/v1/session')
}
