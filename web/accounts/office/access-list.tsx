import { Button, Code, Group, Portal, Stack, Table, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
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
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const all = items.map((item) => [item.displayName, item.login, secretOf(item)].filter(Boolean).join('\t')).join('\n')
  return (
    <Stack>
      <Text fw={600}>{t('secret.once')}</Text>
      {narrow ? items.map((item) => <Slip key={item.accountId} item={item} />) : <Slips items={items} />}
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

/** One of them on a phone: the link below the name, whole. */
function Slip({ item }: { item: Invitation }) {
  return (
    <div>
      <Text fw={600}>{item.displayName}</Text>
      {item.login && <Text size="sm">{item.login}</Text>}
      <Secret item={item} />
    </div>
  )
}

function Secret({ item }: { item: Invitation }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  return (
    <>
      <Code className="bm-secret">{secretOf(item)}</Code>
      {item.expiresAt && (
        <Text size="xs" c="dimmed">
          {t('accounts.expires', { date: moment(item.expiresAt) })}
        </Text>
      )}
    </>
  )
}

function Slips({ items }: { items: readonly Invitation[] }) {
  const { t } = useTranslation()
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
              <Secret item={item} />
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
