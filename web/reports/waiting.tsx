import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readWaiting, type Waiting } from '../../contract/reports.ts'
import { queryFor } from '../api/queries.ts'
import { useFormat } from '../i18n/use-format.ts'
import type { VocabularyKey } from '../i18n/vocabulary-keys.ts'
import classes from './waiting.module.css'

/** On whom a project waits, for what and since when; nothing while it is read and when nobody is waited for. */
export function ProjectWaiting({ projectId }: { projectId: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(queryFor(readWaiting, { params: { projectId } }))
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label={t('reports.waits.title')} className={classes.waiting}>
      <Text size="sm" fw={600}>
        {t('reports.waits.title')}
      </Text>
      <ul>
        {data.items.map((one) => (
          <li key={`${one.kind} ${one.subject ?? ''} ${one.people.join()}`}>
            <Line waiting={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Line({ waiting: { kind, people, subject, since, dueOn } }: { waiting: Waiting }) {
  const { t } = useTranslation()
  const { shortMoment, day } = useFormat()
  const isDocument = subject === 'pre_defense' || subject === 'post_defense'
  const what = t(`reports.waits.${kind}`, {
    people: people.length > 0 ? people.join(', ') : t('reports.waits.evaluators'),
    subject: isDocument ? t(`documentKind.${subject}` satisfies VocabularyKey) : (subject ?? ''),
  })
  const when = [
    since && t('reports.waits.since', { since: shortMoment(since) }),
    dueOn && t('reports.waits.due', { date: day(dueOn) }),
  ]
  return (
    <Text size="sm">
      {what}{' '}
      <Text span size="sm" c="dimmed">
        {when.filter(Boolean).join(' · ')}
      </Text>
    </Text>
  )
}
