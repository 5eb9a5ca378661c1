import { SimpleGrid, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readSystemStatus, type SystemStatus } from '../../contract/system.ts'
import { queryFor } from '../api/queries.ts'
import { useFormat } from '../i18n/use-format.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { KeyNumbers } from '../ui/key-numbers.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { CheckList, StateBadge } from './checks.tsx'
import { BackupFacts, DatabaseFacts, FileFacts, ProgramFacts } from './facts.tsx'
import { FailedJobs, Queues } from './jobs.tsx'

const every = 15_000

/** What somebody looks at who keeps the installation running. */
export function StatusPage() {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const status = useQuery({ ...queryFor(readSystemStatus), refetchInterval: every, staleTime: 0 })
  const asOf = status.data && t('system.asOf', { time: moment(new Date(status.dataUpdatedAt).toISOString()) })
  return (
    <>
      <PageHeader
        title={t('system.title')}
        badge={status.data && <StateBadge state={status.data.state} />}
        hint={[t('system.hint'), asOf].filter(Boolean).join(' ')}
      />
      <Loaded query={status} rows={8}>
        {(data) => <Body status={data} />}
      </Loaded>
    </>
  )
}

function Body({ status }: { status: SystemStatus }) {
  const { t } = useTranslation()
  const { failures, busy, limited, wrongPasswords, locked } = status.lastHour
  return (
    <>
      <section>
        <Title order={2} size="h3" mb="xs">
          {t('system.hour')}
        </Title>
        <KeyNumbers
          items={[
            { label: t('system.failures'), value: failures },
            { label: t('system.busy'), value: busy },
            { label: t('system.limited'), value: limited },
            {
              label: t('system.wrongPasswords'),
              value: wrongPasswords,
              ...(locked > 0 ? { hint: t('system.locked', { count: locked }) } : {}),
            },
          ]}
        />
      </section>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" verticalSpacing={0}>
        <div>
          <CheckList checks={status.checks} />
          <DatabaseFacts database={status.database} />
          <FileFacts files={status.files} />
        </div>
        <div>
          <ProgramFacts program={status.program} redis={status.redis} certificateEndsAt={status.certificateEndsAt} />
          <BackupFacts backup={status.backup} />
          <Queues jobs={status.jobs} />
        </div>
      </SimpleGrid>
      <FailedJobs jobs={status.jobs.failed} />
    </>
  )
}
