import { describe, expect, it } from 'vitest'

const files = import.meta.glob<{ messages: Record<string, string> }>('./{lo,th,en}/*.ts', { eager: true })
const names = Object.keys(files)
  .filter((path) => path.startsWith('./en/'))
  .map((path) => path.slice('./en/'.length))

function messagesOf(locale: string, name: string): Record<string, string> {
  return files[`./${locale}/${name}`]?.messages ?? {}
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').sort()
}

/** English has two forms of a plural where Lao and Thai have one; both count as the same key here. */
describe.each(names)('%s', (name) => {
  const english = messagesOf('en', name)

  it.each(['lo', 'th'])('has every key, a text for it and the same placeholders in %s', (locale) => {
    const other = messagesOf(locale, name)
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(english)) {
      expect(other[key]?.trim(), key).not.toBe('')
      expect(placeholders(other[key] ?? ''), key).toEqual(placeholders(text))
    }
  })

  it('is written in the script of its language', () => {
    for (const [key, text] of Object.entries(messagesOf('lo', name))) {
      if (!key.startsWith('locale.')) expect(/[\u0e00-\u0e7f]/.test(text), `${key}: Thai letters in Lao`).toBe(false)
    }
    for (const [key, text] of Object.entries(messagesOf('th', name))) {
      if (!key.startsWith('locale.')) expect(/[\u0e80-\u0eff]/.test(text), `${key}: Lao letters in Thai`).toBe(false)
    }
  })
})

it('has no key twice across the files', () => {
  const keys = names.flatMap((name) => Object.keys(messagesOf('en', name)))
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})
