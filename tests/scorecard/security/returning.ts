import type { AddressInfo } from 'node:net'
import { redirectSpellings } from '../../deploy/lies/spellings.ts'
import { launchBrowser } from '../../e2e/stage.ts'
import { password } from '../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'

/** Somebody follows a link to the page for signing in that names another host to go on to, and signs in. */
export async function measureReturning(context: Context): Promise<Figure[]> {
  const app = await context.app()
  await app.account('dean', 'admin')
  await app.as('dean')
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`
  const browser = await launchBrowser()
  context.defer(() => browser.close())
  const wanted = context.count({ canary: 8, ci: 8, release: redirectSpellings.length })
  const step = Math.floor(redirectSpellings.length / wanted)
  const chosen = ['/years', ...redirectSpellings.filter((_, index) => index % step === 0)]
  const astray: string[] = []
  let followed = 0
  for (const target of chosen) {
    const visit = await browser.newContext()
    const page = await visit.newPage()
    page.setDefaultTimeout(15_000)
    page.on('request', (one) => {
      if (new URL(one.url()).origin !== origin && !/^(?:data|blob):/.test(one.url()))
        astray.push(`${target}: ${one.url()}`)
    })
    page.on('dialog', (one) => {
      astray.push(`${target}: a dialog`)
      void one.dismiss()
    })
    const arrives = async () => {
      await page.goto(`${origin}/sign-in?return=${encodeURIComponent(target)}`)
      await page.locator('input[autocomplete="username"]').fill('dean')
      await page.locator('input[autocomplete="current-password"]').fill(password)
      await page.locator('button[type="submit"]').click()
      await page.waitForURL((url) => url.origin === origin && !url.pathname.startsWith('/sign-in'))
      await page.locator('main h1').first().waitFor()
    }
    await arrives().catch(() => astray.push(`${target}: did not arrive, ended at ${page.url()}`))
    const end = new URL(page.url())
    if (end.origin !== origin) astray.push(`${target}: ended at ${end.href}`)
    if (target === '/years' && end.pathname !== '/years') astray.push(`a good address ended at ${end.pathname}`)
    followed += 1
    await visit.close()
  }
  return [
    atLeast('links followed to the end in a browser', followed, wanted),
    none('that led to another host, or asked one', astray),
  ]
}
