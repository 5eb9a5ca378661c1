import { Alert, Button, Group, Table, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface Props {
  theirs: Record<string, unknown>
  yours: Record<string, unknown>
  /** Name of each field to compare. */
  names: Record<string, string>
  onReload: () => void
  onOverwrite: () => void
  pending?: boolean
}

/** Two people changed the same record: shows both versions and lets the second one decide. */
export function ConflictNotice({ theirs, yours, names, onReload, onOverwrite, pending = false }: Props) {
  const { t } = useTranslation()
  const fields = Object.entries(names).filter(([field]) => shown(theirs[field]) !== shown(yours[field]))
  return (
    <Alert color="yellow" icon={<IconArrowsDiff aria-hidden />} title={t('conflict.title')} role="alert">
      <Text>{t('conflict.body')}</Text>
      {fields.length > 0 && (
        <Table my="xs" withRowBorders>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('conflict.field')}</Table.Th>
              <Table.Th>{t('conflict.theirs')}</Table.Th>
              <Table.Th>{t('conflict.yours')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map(([field, name]) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{shown(theirs[field])}</Table.Td>
                <Table.Td>{shown(yours[field])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="sm" mt="xs">
        <Button variant="default" onClick={onReload}>
          {t('conflict.reload')}
        </Button>
        <Button color="red" onClick={onOverwrite} loading={pending}>
          {t('conflict.overwrite')}
        </Button>
      </Group>
    </Alert>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value !== 'object') return String(value)
  const named = value as { name?: unknown }
  if (Array.isArray(value)) return value.map(shown).join(', ')
  return typeof named.name === 'string' ? named.name : JSON.stringify(value)
}
