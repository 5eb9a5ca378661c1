import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/**
 * A password. Mantine's field tells nobody that it is wrong but by its colour, and its eye is named in English and out of
 * reach of the keyboard.
 */
export function PasswordField({ error, ...props }: PasswordInputProps) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      {...props}
      error={error}
      aria-invalid={error ? true : undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('action.showTyped') }}
    />
  )
}
