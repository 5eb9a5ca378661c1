import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface Props {
  label: string
  secret: string
}

/** A secret that is shown this one time, with a button that copies it. */
export function CopySecret({ label, secret }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap={4}>
      <Text fw={600}>{label}</Text>
      <Group gap="xs" wrap="nowrap">
        <Code block flex={1}>
          {secret}
        </Code>
        <CopyTextButton text={secret} />
      </Group>
      <Text size="sm" c="dimmed">
        {t('secret.once')}
      </Text>
    </Stack>
  )
}

interface CopyProps {
  text: string
  label?: string
}

/** Copies a text and says so. */
export function CopyTextButton({ text, label }: CopyProps) {
  const { t } = useTranslation()
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        >
          <span aria-live="polite">{copied ? t('action.copied') : (label ?? t('action.copy'))}</span>
        </Button>
      )}
    </CopyButton>
  )
}
