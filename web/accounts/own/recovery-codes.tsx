import { Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyTextButton } from '../../ui/feedback/copy-secret.tsx'

interface Props {
  codes: readonly string[]
  onDone: () => void
}

/** The recovery codes, shown this one time. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Text>{t('accounts.recoveryHint')}</Text>
      <SimpleGrid component="ul" cols={{ base: 1, xs: 2 }} spacing={4} m={0} p={0} style={{ listStyle: 'none' }}>
        {codes.map((code) => (
          <li key={code}>
            <Code fz="sm">{code}</Code>
          </li>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('secret.once')}
      </Text>
      <Group justify="flex-end">
        <CopyTextButton text={codes.join('\n')} label={t('accounts.recoveryCopy')} />
        <Button onClick={onDone}>{t('accounts.recoveryKept')}</Button>
      </Group>
    </Stack>
  )
}
