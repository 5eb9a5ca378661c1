import { expect, it } from 'vitest'
import { browserOf } from './browser.ts'

const mozilla = 'Mozilla/5.0'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36'

it.each([
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${chrome}`, 'Chrome', 'Windows'],
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${chrome} Edg/146.0.0.0`, 'Edge', 'Windows'],
  [`${mozilla} (X11; Linux x86_64) ${chrome} OPR/120.0.0.0`, 'Opera', 'Linux'],
  [
    `${mozilla} (Linux; Android 14; SM-A155F) ${chrome.replace('Chrome', 'SamsungBrowser/27.0 Chrome')}`,
    'Samsung Internet',
    'Android',
  ],
  [`${mozilla} (Linux; Android 10; K) ${chrome.replace('Safari', 'Mobile Safari')}`, 'Chrome', 'Android'],
  [`${mozilla} (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox', 'Linux'],
  [
    `${mozilla} (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1`,
    'Safari',
    'iPhone',
  ],
  [
    `${mozilla} (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/146.0 Mobile/15E148 Safari/604.1`,
    'Chrome',
    'iPhone',
  ],
  [
    `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
    'Safari',
    'macOS',
  ],
  ['curl/8.5.0', null, null],
  ['', null, null],
])('%s', (text, browser, system) => {
  expect(browserOf(text)).toEqual({ browser, system })
})

it('knows nothing of who said nothing', () => {
  expect(browserOf(null)).toEqual({ browser: null, system: null })
})
