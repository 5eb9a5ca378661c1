import { Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { useFormat } from '../i18n/use-format.ts'
import { Section } from '../ui/section.tsx'

interface Props {
  loads: NonNullable<Dashboard['loads']>
}

/** An advisor's own places: supervising and the three seats, taken out of the quota. */
export function LoadBars({ loads }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Section title={t('reports.loads')}>
      <Stack gap="sm">
        {loads.map(({ kind, load, quota }) => {
          const of = t('reports.loadOf', { load: number(load), quota: number(quota) })
          const label = t(`placeKind.${kind}`)
          return (
            <div key={kind}>
              <Group justify="space-between" gap="xs">
                <Text>{label}</Text>
                <Text fw={load > quota ? 600 : 400}>{of}</Text>
              </Group>
              <Progress
                value={quota > 0 ? Math.min(100, (100 * load) / quota) : load > 0 ? 100 : 0}
                aria-label={`${label}: ${of}`}
                {...(load > quota ? { color: 'red' } : {})}
              />
            </div>
          )
        })}
      </Stack>
    </Section>
  )
}
