import { Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/use-format.ts'
import type { Step } from './use-long-action.ts'

/** How far long work is. */
export function StepBar({ step: { done, total } }: { step: Step }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const percent = total === 0 ? 0 : Math.round((done / total) * 100)
  const said = total === 0 ? t('work.begins') : t('work.step', { done: number(done), total: number(total) })
  return (
    <Stack gap="xs">
      <Progress value={percent} aria-label={t('work.progress')} animated />
      <Text size="sm">{said}</Text>
      <Text size="sm" c="dimmed">
        {t('work.stay')}
      </Text>
    </Stack>
  )
}
