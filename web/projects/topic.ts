import type { Locale } from '../../contract/accounts.ts'

interface Topics {
  topicLo: string
  topicEn: string
  topicTh?: string | null
}

/** The topic in the reader's language; a Thai reader without a Thai topic reads English. */
export function topicOf(project: Topics, locale: Locale): string {
  if (locale === 'lo') return project.topicLo
  return locale === 'th' ? (project.topicTh ?? project.topicEn) : project.topicEn
}
