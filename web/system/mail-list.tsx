import { Alert, Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMails, type Mail, MailStatus, retryMail } from '../../contract/system.ts'
import { useInstallation } from '../app/session/installation.ts'
import { useSession } from '../app/session/session.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useAction } from '../ui/feedback/use-action.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'

/** What goes out by mail: whether it did, and why not. Where there is no mail server the letters can be read here. */
export function MailListPage() {
  const { t } = useTranslation()
  const { mail } = useInstallation()
  const [read, setRead] = useState<Mail | null>(null)
  const columns = useColumns(setRead)
  const statuses = MailStatus.options.map((value) => ({ value, label: t(`mailStatus.${value}`) }))
  return (
    <>
      <PageHeader title={t('system.mails')} hint={t('system.mailsHint')} />
      {mail !== 'sent' && (
        <Alert color="yellow" mb="md">
          {t(mail === 'kept' ? 'system.mailsKept' : 'system.mailsOff')}
        </Alert>
      )}
      <DataTable
        endpoint={listMails}
        label={t('system.mails')}
        columns={columns}
        rowKey={(one) => one.id}
        search={t('system.mailsSearch')}
        sort="-createdAt"
        filters={[{ name: 'status', label: t('system.mailStatus'), options: statuses }]}
        empty={{ title: t('system.mailsNone'), hint: t('system.mailsNoneHint') }}
      />
      <Modal
        opened={read !== null}
        onClose={() => setRead(null)}
        size="lg"
        title={read?.subject}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Text c="dimmed" size="sm" mb="sm">
          {read?.recipient}
        </Text>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{read?.text}</Text>
      </Modal>
    </>
  )
}

function useColumns(onRead: (mail: Mail) => void): Column<typeof listMails>[] {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  return [
    {
      id: 'kind',
      header: t('system.mailKind'),
      primary: true,
      cell: ({ kind, subject }) => (
        <>
          <Text fw={600} component="span" display="block">
            {t(`system.mailKind.${kind}`)}
          </Text>
          <Text c="dimmed" size="sm" component="span">
            {subject ?? t('system.mailNotWritten')}
          </Text>
        </>
      ),
    },
    { id: 'to', header: t('system.mailTo'), cell: ({ recipient }) => recipient ?? '–' },
    {
      id: 'at',
      header: t('system.mailAt'),
      sort: 'createdAt',
      cell: ({ createdAt }) => shortMoment(createdAt),
    },
    { id: 'status', header: t('system.mailStatus'), cell: (one) => <Standing mail={one} /> },
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (one) => <Action mail={one} onRead={() => onRead(one)} />,
    },
  ]
}

function Standing({ mail: { status, error, nextAt, attempts } }: { mail: Mail }) {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  return (
    <>
      <StatusBadge family="mailStatus" status={status} />
      {error && (
        <Text size="sm" c="dimmed" lang="en" style={{ overflowWrap: 'anywhere' }}>
          {error}
        </Text>
      )}
      {nextAt && attempts > 0 && (
        <Text size="sm" c="dimmed">
          {t('system.mailNext', { time: shortMoment(nextAt) })}
        </Text>
      )}
    </>
  )
}

function Action({ mail, onRead }: { mail: Mail; onRead: () => void }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const retry = useAction(retryMail, { done: t('system.mailRetried') })
  const subject = mail.subject ?? t(`system.mailKind.${mail.kind}`)
  if (mail.text) {
    return (
      <Button size="compact-sm" variant="default" aria-label={`${t('system.mailRead')}: ${subject}`} onClick={onRead}>
        {t('system.mailRead')}
      </Button>
    )
  }
  if (mail.status !== 'failed' || !permissions.includes('mail.retry')) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={retry.pending}
      aria-label={`${t('action.retry')}: ${subject}`}
      onClick={() => void retry.run({ params: { mailId: mail.id } })}
    >
      {t('action.retry')}
    </Button>
  )
}
