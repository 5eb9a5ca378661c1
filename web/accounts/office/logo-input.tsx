import { Button, FileButton, Group, Image, Input, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/use-format.ts'

/** The data URL may have 200,000 characters; base64 makes four of three bytes. */
const maxBytes = 149_000

interface Props {
  /** A data URL, or null for none. */
  value: string | null
  onChange: (logo: string | null) => void
}

/** Chooses a small picture and keeps it as a data URL, as the contract wants it. */
export function LogoInput({ value, onChange }: Props) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const [error, setError] = useState<string | null>(null)
  const take = (file: File | null) => {
    if (!file) return
    if (file.size > maxBytes) return setError(t('accounts.logoTooLarge', { size: bytes(maxBytes) }))
    setError(null)
    const reader = new FileReader()
    reader.onload = () => onChange(String(reader.result))
    reader.readAsDataURL(file)
  }
  return (
    <Input.Wrapper label={t('accounts.logo')} error={error} labelElement="div">
      <Group gap="sm" mt={4}>
        {value && <Image src={value} alt={t('accounts.logo')} h={48} w="auto" />}
        <FileButton onChange={take} accept="image/png,image/jpeg,image/webp">
          {(props) => (
            <Button variant="default" {...props}>
              {t('file.choose')}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button variant="subtle" onClick={() => onChange(null)}>
            {t('accounts.logoRemove')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {t('accounts.logoHint', { size: bytes(maxBytes) })}
      </Text>
    </Input.Wrapper>
  )
}
