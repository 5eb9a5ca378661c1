import { Button, Group, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type FailedJob, retryJob, type SystemStatus } from '../../contract/system.ts'
import { useSession } from '../app/session/session.ts'
import type { MessageKey } from '../i18n/types.ts'
import { useFormat } from '../i18n/use-format.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { Section } from '../ui/section.tsx'

/** Jobs that people know by another name than the program. */
const words: Readonly<Record<string, MessageKey>> = {
  heartbeat: 'system.job.heartbeat',
  housekeeping: 'system.job.housekeeping',
  backup: 'system.job.backup',
  drill: 'system.job.drill',
  'audit-head': 'system.job.auditHead',
  'file-check': 'system.job.fileCheck',
}

function useJobName(): (job: string) => string {
  const { t } = useTranslation()
  return (job) => {
    const word = words[job]
    return word ? t(word) : job
  }
}

export function Queues({ jobs }: Pick<SystemStatus, 'jobs'>) {
  const { t } = useTranslation()
  const { moment, number } = useFormat()
  const nameOf = useJobName()
  const { heartbeatAt, queues } = jobs
  const seen = heartbeatAt ? moment(heartbeatAt) : t('system.never')
  return (
    <Section title={t('system.jobs')} hint={t('system.heartbeat', { time: seen })}>
      {queues.length === 0 ? (
        <Text c="dimmed">{t('system.queuesNone')}</Text>
      ) : (
        <Table>
          <Table.Caption hidden>{t('system.jobs')}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('system.job')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('system.waiting')}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t('system.active')}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t('system.failedCount')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {queues.map(({ job, waiting, active, failed }) => (
              <Table.Tr key={job}>
                <Table.Th scope="row" fw={400}>
                  {nameOf(job)}
                </Table.Th>
                <Table.Td ta="right">{number(waiting)}</Table.Td>
                <Table.Td ta="right">{number(active)}</Table.Td>
                <Table.Td ta="right">{number(failed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  )
}

export function FailedJobs({ jobs }: { jobs: readonly FailedJob[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('system.failedJobs')}>
      {jobs.length === 0 ? (
        <EmptyState heading={3} title={t('system.failedNone')} hint={t('system.failedNoneHint')} />
      ) : (
        jobs.map((one) => <Failed key={one.id} failed={one} />)
      )}
    </Section>
  )
}

function Failed({ failed }: { failed: FailedJob }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const nameOf = useJobName()
  const { permissions } = useSession()
  const retry = useAction(retryJob, { done: t('system.retried') })
  const name = nameOf(failed.job)
  return (
    <Group justify="space-between" gap="sm" py="xs" wrap="nowrap" align="start">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('system.failedAt', { time: moment(failed.failedAt), count: failed.attempts })}
        </Text>
        {failed.message && (
          <Text size="sm" lang="en" style={{ overflowWrap: 'anywhere' }}>
            {failed.message}
          </Text>
        )}
      </div>
      {permissions.includes('job.retry') && (
        <Button
          variant="default"
          className="bm-no-print"
          style={{ flexShrink: 0 }}
          loading={retry.pending}
          aria-label={`${t('action.retry')}: ${name}`}
          onClick={() => void retry.run({ params: { jobId: failed.id } })}
        >
          {t('action.retry')}
        </Button>
      )}
    </Group>
  )
}
