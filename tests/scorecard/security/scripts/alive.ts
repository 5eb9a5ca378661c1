import type { Browser } from 'playwright-core'
import { openEyes, openPage } from './eyes.ts'
import type { Ledger } from './ledger.ts'

/** Runs in an empty page: a text put into every place that it may have been made for, none of them guarded. */
function expose(texts: string[]): void {
  // by functions of its own, since some of the texts take the names of these away
  const { body } = document
  const [make, all] = [document.createElement.bind(document), document.querySelectorAll.bind(document)]
  const range = document.createRange()
  for (const text of texts) {
    const box = make('div')
    body.append(box)
    for (const markup of [text, `<p title="${text}">`, `<p title='${text}'>`, `<p title=${text}>`]) {
      const inner = make('div')
      box.append(inner)
      inner.innerHTML = markup
    }
    box.append(range.createContextualFragment(text))
    const link = make('a') as HTMLAnchorElement
    link.href = text
    if (link.protocol === 'javascript:') link.click()
    else if (link.protocol === 'http:') (make('img') as HTMLImageElement).src = text
    for (const program of [text, `'${text}'`, `"${text}"`, `\`${text}\``]) {
      try {
        Function(program)()
      } catch {
        // no program in this place
      }
    }
  }
  for (const link of all('a[href^="javascript:"]')) link.dispatchEvent(new MouseEvent('click'))
  for (const element of all('*')) {
    for (const { name } of element.attributes) {
      if (name.startsWith('on')) element.dispatchEvent(new Event(name.slice(2)))
    }
  }
}

/** How many of so many payloads run, or send something, where nothing holds them. */
export async function countLive(browser: Browser, ledger: Ledger, asked: readonly string[], tried: number) {
  const eyes = openEyes()
  const all = ledger.all().slice(0, tried)
  for (let at = 0; at < all.length; at += 60) {
    const page = await openPage(browser, `http://${ledger.host}`, null, eyes, {})
    await page.goto('/')
    await page.evaluate(
      expose,
      all.slice(at, at + 60).map(({ text }) => text),
    )
    await page.waitForTimeout(600)
    await page.context().close()
  }
  const sent = new Set(asked.flatMap((path) => path.match(/\d{5}/g) ?? []))
  return { live: all.filter(({ mark }) => eyes.ran.has(mark) || sent.has(mark)).length, tried: all.length }
}
