import { Button, Code, Group, Portal, Stack, Table, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../../contract/accounts.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { CopyTextButton } from '../../ui/feedback/copy-secret.tsx'

interface Props {
  items: readonly Invitation[]
  onClose: () => void
}

/** The links or first passwords, to copy or to print as slips; they are not shown again. */
export function AccessList({ items, onClose }: Props) {
  const { t } = useTranslation()
  const all = items.map((item) => [item.displayName, item.login, secretOf(item)].filter(Boolean).join('\t')).join('\n')
  return (
    <Stack>
      <Text fw={600}>{t('secret.once')}</Text>
      <Table.ScrollContainer minWidth="30rem">
        <Slips items={items} />
      </Table.ScrollContainer>
      <Portal>
        <PrintedList items={items} />
      </Portal>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => {
            document.body.classList.add('bm-printing')
            window.print()
            document.body.classList.remove('bm-printing')
          }}
        >
          {t('action.print')}
        </Button>
        <CopyTextButton text={all} label={t('accounts.copyAll')} />
        <Button onClick={onClose}>{t('action.close')}</Button>
      </Group>
    </Stack>
  )
}

function PrintedList({ items }: { items: readonly Invitation[] }) {
  const { t } = useTranslation()
  const { shownName } = useInstallation()
  return (
    <div className="bm-print-sheet">
      <Title order={2}>
        {shownName} · {t('accounts.accessList')}
      </Title>
      <Text>{window.location.origin}</Text>
      <Slips items={items} />
    </div>
  )
}

function Slips({ items }: { items: readonly Invitation[] }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('accounts.accessPerson')}</Table.Th>
          <Table.Th>{t('accounts.userName')}</Table.Th>
          <Table.Th>{t('accounts.accessSecret')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.accountId}>
            <Table.Td>{item.displayName}</Table.Td>
            <Table.Td>{item.login ?? '–'}</Table.Td>
            <Table.Td>
              <Code className="bm-secret">{secretOf(item)}</Code>
              {item.expiresAt && (
                <Text size="xs" c="dimmed">
                  {t('accounts.expires', { date: moment(item.expiresAt) })}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function secretOf(item: Invitation): string {
  return item.path ? window.location.origin + item.path : (item.password ?? '')
}
