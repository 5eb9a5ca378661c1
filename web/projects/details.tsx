import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'

interface Topic {
  topicLo: string
  topicEn: string
  topicTh: string | null
  abstract: string | null
}

/** What a project is about, as terms and their values; a topic in Thai only where there is one. */
export function topicItems({ topicLo, topicEn, topicTh, abstract }: Topic, t: TFunction) {
  return [
    { term: t('projects.topicLo'), value: <span lang="lo">{topicLo}</span> },
    { term: t('projects.topicEn'), value: <span lang="en">{topicEn}</span> },
    ...(topicTh ? [{ term: t('projects.topicThShown'), value: <span lang="th">{topicTh}</span> }] : []),
    {
      term: t('projects.abstractShown'),
      value: (
        <Text c={abstract ? undefined : 'dimmed'} maw="44rem" style={{ whiteSpace: 'pre-line' }}>
          {abstract ?? t('projects.noAbstract')}
        </Text>
      ),
    },
  ]
}

/** Students with what tells apart those of one name. */
export function Students({ of }: { of: readonly { code: string; name: string; major: string }[] }) {
  return of.map(({ code, name, major }) => (
    <div key={code}>
      {name}{' '}
      <Text span size="sm" c="dimmed">
        {code} · {major}
      </Text>
    </div>
  ))
}
