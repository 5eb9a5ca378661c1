import { Anchor, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { finishSignIn } from '../../../contract/accounts/second-factor.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { EntryCard } from './card.tsx'

interface Props {
  onDone: (session: SignedIn) => Promise<void>
  /** Back to the password. */
  onBack?: () => void
}

/** The second step of signing in: a code of the app, or a recovery code. */
export function CodeStep({ onDone, onBack }: Props) {
  const { t } = useTranslation()
  const [lost, setLost] = useState(false)
  const form = useContractForm({
    endpoint: finishSignIn,
    initial: { code: '' },
    refusedAt: { 'factor.wrongCode': 'code' },
    onDone,
  })
  const turn = () => {
    setLost(!lost)
    form.discard()
    form.clearProblem()
  }
  return (
    <EntryCard title={t('accounts.codeTitle')} hint={t(lost ? 'accounts.codeRecoveryHint' : 'accounts.codeHint')}>
      <FormFrame form={form} submit={t('accounts.signIn')} wide>
        <TextInput
          key={String(lost)}
          label={t(lost ? 'accounts.recoveryCode' : 'accounts.factorCode')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          inputMode={lost ? 'text' : 'numeric'}
          autoFocus
          {...form.form.getInputProps('code')}
        />
      </FormFrame>
      <Stack gap="xs" mt="md" align="flex-start">
        <Anchor component="button" type="button" size="sm" underline="always" onClick={turn}>
          {t(lost ? 'accounts.codeByApp' : 'accounts.codeByRecovery')}
        </Anchor>
        {onBack && (
          <Anchor component="button" type="button" size="sm" underline="always" onClick={onBack}>
            {t('accounts.codeBack')}
          </Anchor>
        )}
      </Stack>
    </EntryCard>
  )
}
