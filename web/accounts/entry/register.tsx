import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readRegistrationForm } from '../../../contract/students.ts'
import { queryFor } from '../../api/queries.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { EntryCard } from './card.tsx'
import { RegisterForm } from './register-form.tsx'

/** A student without an account registers; the faculty office approves. */
export function RegisterPage() {
  const { t } = useTranslation()
  const offered = useQuery(queryFor(readRegistrationForm))
  const [sent, setSent] = useState(false)
  const year = offered.data?.yearName
  if (sent) {
    return (
      <EntryCard title={t('accounts.pendingTitle')} hint={t('accounts.pendingHint')}>
        <ToSignIn />
      </EntryCard>
    )
  }
  return (
    <EntryCard
      wide
      title={t('accounts.registerTitle')}
      {...(year ? { hint: t('accounts.registerYear', { year }) } : {})}
    >
      <Loaded query={offered} rows={6}>
        {(form) =>
          form.open ? (
            <RegisterForm majors={form.majors} pattern={form.studentCodePattern} onSent={() => setSent(true)} />
          ) : (
            <EmptyState heading={2} title={t('accounts.registerClosed')} hint={t('accounts.registerClosedHint')} />
          )
        }
      </Loaded>
      <ToSignIn />
    </EntryCard>
  )
}

function ToSignIn() {
  const { t } = useTranslation()
  return (
    <Text size="sm" mt="md">
      <Anchor component={Link} to="/sign-in" underline="always">
        {t('accounts.toSignIn')}
      </Anchor>
    </Text>
  )
}
