import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Props {
  rows?: number
}

/** Grey lines in place of what is being fetched; screen readers hear "loading". */
export function LoadingLines({ rows = 5 }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" role="status" aria-busy>
      <VisuallyHidden>{t('app.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => `line-${row}`).map((line) => (
        <Skeleton key={line} h="1.4rem" />
      ))}
    </Stack>
  )
}
