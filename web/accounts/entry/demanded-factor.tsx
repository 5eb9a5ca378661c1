import { useTranslation } from 'react-i18next'
import { FactorSetup } from '../own/factor-setup.tsx'
import { EntryCard } from './card.tsx'
import { useEnter } from './use-enter.ts'

/** Somebody of the office has signed in by password alone, and may do nothing before the app is set up. */
export function DemandedFactorPage() {
  const { t } = useTranslation()
  const enter = useEnter()
  return (
    <EntryCard title={t('accounts.factorSetUp')} hint={t('accounts.factorDemanded')}>
      <FactorSetup onDone={(session) => void enter(session, '/')} />
    </EntryCard>
  )
}
