import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useInstallation } from '../../app/session/installation.ts'
import { usePasskeyPlace } from './place.ts'

/** Why passkeys do not work here, and where they do; nothing where they do. */
export function PasskeyPlaceHint() {
  const { t } = useTranslation()
  const { passkeys } = useInstallation()
  const place = usePasskeyPlace()
  if (place === 'here') return null
  if (place !== 'elsewhere' || !passkeys) return <Text c="dimmed">{t(`passkeys.${place as 'nowhere'}`)}</Text>
  return (
    <Text c="dimmed">
      {t('passkeys.elsewhere')} <Code>{passkeys}</Code>
    </Text>
  )
}
