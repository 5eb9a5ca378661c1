import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '../../contract/scoring.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { OverrideDialog } from './override-dialog.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import classes from './scoring.module.css'

interface Props {
  result: Result
}

/** The result of a project; before its publication the office alone sees numbers. */
export function ResultCard({ result }: Props) {
  const { t } = useTranslation()
  const { status, grade, comments } = result
  return (
    <Section title={t('scoring.result')} action={<StatusBadge family="resultStatus" status={status} />}>
      {grade === null ? <NoGrade result={result} /> : <Numbers result={result} />}
      {comments.length > 0 && <Comments comments={comments} />}
      <Actions result={result} />
    </Section>
  )
}

function NoGrade({ result }: Props) {
  const { t } = useTranslation()
  return <Text>{t(result.status === 'incomplete' ? 'scoring.resultIncomplete' : 'scoring.resultWaiting')}</Text>
}

function Numbers({ result }: Props) {
  const { t } = useTranslation()
  const { number, moment } = useFormat()
  const { advisorTotal, committeeMean, final, grade, computedGrade, override, publishedAt, documentApproved } = result
  const items: { term: string; value: string }[] = [
    { term: t('scoring.advisorTotal'), value: number(advisorTotal) },
    { term: t('scoring.committeeMean'), value: number(committeeMean) },
    { term: t('scoring.final'), value: number(final) },
    {
      term: t('scoring.document'),
      value: t(documentApproved ? 'scoring.documentApproved' : 'scoring.documentMissingHint'),
    },
  ]
  if (publishedAt) items.push({ term: t('scoring.publishedAt'), value: moment(publishedAt) })
  return (
    <Stack gap="sm">
      <Text component="div" className={classes.grade}>
        <Text span size="md" c="dimmed" fw={400}>
          {t('scoring.grade')}{' '}
        </Text>
        {grade}
      </Text>
      {override && (
        <Alert color="yellow" py="xs" title={t('scoring.overridden')}>
          {t('scoring.overriddenBy', {
            from: computedGrade ?? '–',
            to: override.grade,
            name: override.by,
            reason: override.reason,
          })}
        </Alert>
      )}
      <DefinitionList items={items} />
    </Stack>
  )
}

function Comments({ comments }: { comments: Result['comments'] }) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs" mt="md">
      <Title order={3} size="h4">
        {t('scoring.comments')}
      </Title>
      <DefinitionList
        items={comments.map(({ evaluator, comment }) => ({
          term: t(`evaluator.${evaluator}`),
          value: <Text style={{ whiteSpace: 'pre-line' }}>{comment}</Text>,
        }))}
      />
    </Stack>
  )
}

function Actions({ result }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'publish' | 'override' | null>(null)
  const close = () => setOpen(null)
  const { publish, override } = result.can
  if (!publish && !override) return null
  return (
    <Group mt="md" gap="sm" className="bm-no-print">
      {publish && <Button onClick={() => setOpen('publish')}>{t('scoring.publish')}</Button>}
      {override && (
        <Button variant="default" onClick={() => setOpen('override')}>
          {t('scoring.override')}
        </Button>
      )}
      {open === 'publish' && <PublishDialog result={result} onEnd={close} />}
      {open === 'override' && <OverrideDialog result={result} onEnd={close} />}
    </Group>
  )
}
