import type { Locale } from '../../../contract/accounts.ts'
import { privacyWords } from '../../../contract/words/privacy.ts'
import type { Section } from '../queries.ts'

/** What a page is made of; `names` says what ids stand for. */
export interface PageParts {
  readonly locale: Locale
  readonly name: string
  readonly faculty: string
  readonly madeAt: Date
  readonly sections: readonly Section[]
  readonly names: Readonly<Record<string, string>>
  readonly files: readonly unknown[]
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)

/** A value as a person reads it: what an id stands for, and not the id. */
function shownValue(value: unknown, names: PageParts['names']): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'string') return escapeHtml(names[value] ?? value)
  if (typeof value === 'object') return `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`
  return escapeHtml(String(value))
}

function rowOf(row: Record<string, unknown>, names: PageParts['names']): string {
  const lines = Object.entries(row).map(
    ([column, value]) => `<tr><th scope="row">${escapeHtml(column)}</th><td>${shownValue(value, names)}</td></tr>`,
  )
  return `<table>${lines.join('')}</table>`
}

function sectionOf({ table, by, rows }: Section, { locale, names }: PageParts): string {
  const words = privacyWords[locale]
  const title = words.sections[table] ?? table
  const side = by === 'doneBy' ? ` · ${words.byYou}` : ''
  return `<section><h2>${escapeHtml(title + side)}</h2>${rows.map((row) => rowOf(row, names)).join('')}</section>`
}

const style = `body{font:1rem/1.6 "Noto Sans","Noto Sans Lao","Noto Sans Thai",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:0 0 1rem}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:30%;font-weight:600}pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}`

/** The data as one page that needs nothing else: no script, no address. */
export function readablePage(parts: PageParts): string {
  const { locale, name, faculty, madeAt, sections, files } = parts
  const words = privacyWords[locale]
  const intro = words.intro
    .replace('{{faculty}}', faculty)
    .replace('{{at}}', `${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`)
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(words.title)}</title><style>${style}</style></head>
<body><h1>${escapeHtml(words.title)}: ${escapeHtml(name)}</h1><p>${escapeHtml(intro)}</p><p>${escapeHtml(words.files)}: ${files.length}</p>
${sections.map((one) => sectionOf(one, parts)).join('\n')}
</body></html>
`
}
