import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import type { YearCopy } from '../../../contract/imports.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Section } from '../../ui/section.tsx'
import { copiesOf } from './done.tsx'
import { UndoButton } from './undo.tsx'

/** What was copied into the year before, each with its way back; nothing while there is none. */
export function Copies({ year }: { year: Year }) {
  const { t } = useTranslation()
  const { data } = useQuery(copiesOf(year))
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t('imports.copies')} hint={t('imports.copiesHint')}>
      <Stack gap="md">
        {data.items.map((copy) => (
          <Group key={copy.id} justify="space-between" gap="sm">
            <Copied copy={copy} />
            <UndoButton year={year} copy={copy} />
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

function Copied({ copy }: { copy: YearCopy }) {
  const { t } = useTranslation()
  const { moment, number } = useFormat()
  const parts = copy.made.map(({ kind, count }) => `${t(`imports.copyKind.${kind}`)}: ${number(count)}`)
  return (
    <div>
      <Text fw={600}>{t('imports.copyOf', { source: copy.source.name, time: moment(copy.createdAt) })}</Text>
      <Text size="sm" c="dimmed">
        {parts.join(' · ')}
      </Text>
    </div>
  )
}
