import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EntryCard } from './card.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'

/** Somebody signed in with a first password and may do nothing before it is replaced. */
export function FirstPasswordPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <EntryCard title={t('accounts.firstPassword')} hint={t('accounts.firstPasswordHint')}>
      <ChangePasswordForm wide onDone={() => void navigate({ to: '/' })} />
    </EntryCard>
  )
}
