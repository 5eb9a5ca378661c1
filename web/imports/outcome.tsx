import { Alert, Button, Group, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Import } from '../../contract/imports.ts'
import { useFormat } from '../i18n/use-format.ts'

/** What an import wrote, and where to go now. */
export function Outcome({ review: { kind, counts } }: { review: Import }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Alert color="green" mb="md" icon={<IconCircleCheck aria-hidden />} title={t('imports.outcome')}>
      <Text>
        {t('imports.outcomeCounts', {
          added: number(counts.new),
          updated: number(counts.update),
          unchanged: number(counts.unchanged),
          refused: number(counts.error),
        })}
      </Text>
      {counts.error > 0 && <Text>{t('imports.outcomeErrors')}</Text>}
      <Group gap="sm" mt="sm">
        <Button component={Link} to={`/${kind}`}>
          {t('imports.toList', { kind: t(`importKind.${kind}`) })}
        </Button>
        <Button variant="default" component={Link} to="/imports" search={{ kind } as never}>
          {t('imports.another')}
        </Button>
      </Group>
    </Alert>
  )
}
