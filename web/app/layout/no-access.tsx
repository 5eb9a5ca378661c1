import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'

/** Shown instead of a screen that the roles of the person do not include. */
export function NoAccess() {
  const { t } = useTranslation()
  return <EmptyState icon={IconLock} heading={1} title={t('app.noAccess')} hint={t('app.noAccessHint')} />
}
