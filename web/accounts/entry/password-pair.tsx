import { PasswordInput } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { shortestPassword } from '../../../contract/accounts.ts'

interface Props {
  first: GetInputPropsReturnType
  repeat: GetInputPropsReturnType
}

/** A new password and the same again; managers of passwords know what it is. */
export function PasswordPair({ first, repeat }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <PasswordInput
        label={t('accounts.newPassword')}
        description={t('accounts.newPasswordHint', { minimum: String(shortestPassword) })}
        autoComplete="new-password"
        required
        {...first}
      />
      <PasswordInput label={t('accounts.repeatPassword')} autoComplete="new-password" required {...repeat} />
    </>
  )
}
