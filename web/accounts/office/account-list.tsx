import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Account, AccountStatus, listAccounts, Role } from '../../../contract/accounts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { Column } from '../../ui/table/list-endpoint.ts'
import { AccountActions } from './account-actions.tsx'
import { InviteDialog } from './invite-dialog.tsx'

/** Everybody's accounts: who may sign in, as what, and a way in for those who cannot yet. */
export function AccountListPage() {
  const { t } = useTranslation()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [invited, setInvited] = useState<readonly string[]>([])
  const columns = useColumns((account) => setInvited([account.id]))
  const roles = Role.options.map((value) => ({ value, label: t(`role.${value}`) }))
  const statuses = AccountStatus.options.map((value) => ({ value, label: t(`accountStatus.${value}`) }))
  return (
    <>
      <PageHeader title={t('nav.accounts')} />
      <DataTable
        endpoint={listAccounts}
        label={t('nav.accounts')}
        columns={columns}
        rowKey={(account) => account.id}
        search={t('accounts.searchHint')}
        sort="displayName"
        filters={[
          { name: 'role', label: t('accounts.role'), options: roles },
          { name: 'status', label: t('accounts.status'), options: statuses },
        ]}
        empty={{ title: t('table.none'), hint: t('accounts.emptyHint') }}
        selection={{
          chosen: { ids: picked },
          onChange: (chosen) => setPicked('ids' in chosen ? chosen.ids : new Set()),
          nameOf: (account) => account.displayName,
          actions: <Button onClick={() => setInvited([...picked])}>{t('accounts.invite')}</Button>,
        }}
      />
      <InviteDialog
        accountIds={invited}
        onClose={() => {
          setInvited([])
          setPicked(new Set())
        }}
      />
    </>
  )
}

function useColumns(onInvite: (account: Account) => void): Column<typeof listAccounts>[] {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  return [
    {
      id: 'name',
      header: t('accounts.name'),
      sort: 'displayName',
      primary: true,
      cell: (account) => <Person account={account} />,
    },
    { id: 'email', header: t('accounts.email'), cell: ({ email }) => email ?? '–' },
    {
      id: 'roles',
      header: t('accounts.roles'),
      cell: ({ roles }) => roles.map((role) => t(`role.${role}`)).join(', ') || t('accounts.noRole'),
    },
    {
      id: 'status',
      header: t('accounts.status'),
      cell: ({ status }) => <StatusBadge family="accountStatus" status={status} />,
    },
    {
      id: 'lastSignIn',
      header: t('accounts.lastSignIn'),
      sort: 'lastSignInAt',
      cell: ({ lastSignInAt }) => (lastSignInAt ? shortMoment(lastSignInAt) : t('accounts.never')),
    },
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (account) => <AccountActions account={account} onInvite={() => onInvite(account)} />,
    },
  ]
}

function Person({ account }: { account: Account }) {
  return (
    <>
      <Text fw={600} component="span" display="block">
        {account.displayName}
      </Text>
      {account.login && (
        <Text c="dimmed" size="sm" component="span">
          {account.login}
        </Text>
      )}
    </>
  )
}
