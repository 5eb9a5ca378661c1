import { Alert, Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useYear } from '../session/year.ts'

/** Says so when the year in the address is not the active one, and leads back. */
export function PastYear() {
  const { t } = useTranslation()
  const { year, years } = useYear()
  if (!year || year.status === 'active' || !years.some(({ status }) => status === 'active')) return null
  return (
    <Alert color="yellow" mb="md" py="xs" className="bm-no-print">
      {t('app.pastYear', { year: year.name })}{' '}
      <Anchor component={Link} to="." search={{ year: undefined } as never} underline="always" c="inherit">
        {t('app.toActiveYear')}
      </Anchor>
    </Alert>
  )
}
