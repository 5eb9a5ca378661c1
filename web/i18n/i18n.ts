import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { Locale } from '../../contract/accounts.ts'
import type { MessageFile } from './types.ts'

/** Keys are flat and known to the type checker; a file is fetched when a screen that names it is opened. */
const files = import.meta.glob<{ messages: Record<string, string> }>('./{lo,th,en}/*.ts')
const wanted = new Set<MessageFile>(['shell', 'vocabulary'])
const loaded = new Set<string>()
const remembered = 'bm23.locale'

/** The language shown now. */
export function currentLocale(): Locale {
  return Locale.catch('lo').parse(i18next.language)
}

/** The language this browser chose last, or null. */
export function rememberedLocale(): Locale | null {
  try {
    return Locale.nullable().catch(null).parse(localStorage.getItem(remembered))
  } catch {
    return null
  }
}

/** Starts the translations in a language; resolves when its first messages are there. */
export async function startI18n(locale: Locale): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  await switchLocale(locale)
}

/** Shows the interface in another language and remembers it in this browser. */
export async function switchLocale(locale: Locale): Promise<void> {
  await Promise.all([...wanted].map((file) => load(locale, file)))
  await i18next.changeLanguage(locale)
  document.documentElement.lang = locale
  try {
    localStorage.setItem(remembered, locale)
  } catch {
    // A browser that keeps nothing still shows the language, for this visit.
  }
}

/** Makes sure the messages of some features are there before a screen that needs them is shown. */
export async function loadMessages(names: readonly MessageFile[]): Promise<void> {
  for (const name of names) wanted.add(name)
  await Promise.all(names.map((name) => load(currentLocale(), name)))
}

async function load(locale: Locale, name: MessageFile): Promise<void> {
  const path = `./${locale}/${name}.ts`
  if (loaded.has(path)) return
  const module = await files[path]?.()
  if (!module) throw new Error(`No messages ${path}`)
  i18next.addResourceBundle(locale, 'translation', module.messages, false, true)
  loaded.add(path)
}
