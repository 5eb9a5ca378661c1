import { Box, Button, CloseButton, FileButton, Group, Progress, Stack, Text } from '@mantine/core'
import { IconFile, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/use-format.ts'
import classes from './file-drop.module.css'

interface Props {
  label: string
  file: File | null
  onFile: (file: File | null) => void
  /** Largest file in bytes. */
  maxBytes: number
  /** Endings without the dot: `['pdf', 'docx']`. */
  types: readonly string[]
  /** 0 to 100 while it is sent. */
  percent?: number | null
  error?: string | null
}

/** Takes one file by dropping or choosing, says at once when it is too large or of a wrong type, shows how far it is. */
export function FileDrop({ label, file, onFile, maxBytes, types, percent = null, error }: Props) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const take = (chosen: File | null) => {
    if (!chosen) return
    const ending = chosen.name.split('.').pop()?.toLowerCase() ?? ''
    const large = chosen.size > maxBytes && t('file.tooLarge', { name: chosen.name, size: bytes(maxBytes) })
    const wrong = !types.includes(ending) && t('file.wrongType', { name: chosen.name })
    setRefusal(wrong || large || null)
    onFile(wrong || large ? null : chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0] ?? null)
  }
  return (
    <Stack gap={4}>
      <Text fw={600} size="sm">
        {label}
      </Text>
      <Box
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event: DragEvent) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {file ? (
          <Chosen file={file} percent={percent} onRemove={() => onFile(null)} />
        ) : (
          <Choose onFile={take} types={types} />
        )}
      </Box>
      <Text size="sm" c="dimmed">
        {t('file.types', { types: types.join(', ') })} · {t('file.limit', { size: bytes(maxBytes) })}
      </Text>
      {(refusal ?? error) && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {refusal ?? error}
        </Text>
      )}
    </Stack>
  )
}

function Choose({ onFile, types }: { onFile: (file: File | null) => void; types: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <Group justify="center" gap="sm">
      <Text c="dimmed" visibleFrom="sm">
        {t('file.drop')}
      </Text>
      <FileButton onChange={onFile} accept={types.map((type) => `.${type}`).join(',')}>
        {(props) => (
          <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} {...props}>
            {t('file.choose')}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}

function Chosen({ file, percent, onRemove }: { file: File; percent: number | null; onRemove: () => void }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <IconFile size={20} aria-hidden />
        <Text flex={1} truncate>
          {file.name}
        </Text>
        <Text c="dimmed">{bytes(file.size)}</Text>
        {percent === null && <CloseButton aria-label={t('file.remove')} onClick={onRemove} />}
      </Group>
      {percent !== null && <Progress value={percent} aria-label={t('file.sending', { name: file.name })} />}
    </Stack>
  )
}
