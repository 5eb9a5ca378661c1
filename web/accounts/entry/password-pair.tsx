import type { GetInputPropsReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { shortestPassword } from '../../../contract/accounts.ts'
import { PasswordField } from '../../ui/form/password-field.tsx'

interface Props {
  first: GetInputPropsReturnType
  repeat: GetInputPropsReturnType
}

/** A new password and the same again; managers of passwords know what it is. */
export function PasswordPair({ first, repeat }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <PasswordField
        label={t('accounts.newPassword')}
        description={t('accounts.newPasswordHint', { minimum: String(shortestPassword) })}
        autoComplete="new-password"
        required
        {...first}
      />
      <PasswordField label={t('accounts.repeatPassword')} autoComplete="new-password" required {...repeat} />
    </>
  )
}
