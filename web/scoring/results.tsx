import { Button, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMajors } from '../../contract/academics.ts'
import { listResults, type Result, ResultStatus } from '../../contract/scoring.ts'
import { queryFor } from '../api/queries.ts'
import { useYear } from '../app/session/year.ts'
import { ProjectLink } from '../defenses/project-link.tsx'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column, Filter } from '../ui/table/list-endpoint.ts'
import { PublishDialog } from './publish-dialog.tsx'

/** The grade list of the year; results are published one by one. */
export function ResultsPage() {
  const { t } = useTranslation()
  const { year, yearId } = useYear()
  const [publishing, setPublishing] = useState<Result | null>(null)
  const columns = useColumns(setPublishing)
  return (
    <>
      <PageHeader
        title={t('scoring.results')}
        {...(year ? { hint: t('scoring.resultsHint', { year: year.name }) } : {})}
        action={
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
            {t('action.print')}
          </Button>
        }
      />
      <DataTable
        endpoint={listResults}
        label={t('scoring.results')}
        columns={columns}
        rowKey={({ projectId }) => projectId}
        fixed={{ yearId }}
        filters={useFilters(yearId)}
        search={t('scoring.searchHint')}
        sort="code"
        empty={{ title: t('scoring.resultsEmpty'), hint: t('scoring.resultsEmptyHint') }}
      />
      {publishing && <PublishDialog result={publishing} onEnd={() => setPublishing(null)} />}
    </>
  )
}

function useFilters(yearId: string | undefined): Filter<typeof listResults>[] {
  const { t } = useTranslation()
  const majors = useQuery(queryFor(listMajors, { query: { yearId, pageSize: 100, sort: 'name' } }))
  return [
    {
      name: 'majorId',
      label: t('scoring.major'),
      options: (majors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      name: 'status',
      label: t('scoring.status'),
      options: ResultStatus.options.map((value) => ({ value, label: t(`resultStatus.${value}`) })),
    },
    {
      name: 'documentApproved',
      label: t('scoring.documentFilter'),
      options: [
        { value: 'true', label: t('scoring.documentApproved') },
        { value: 'false', label: t('scoring.documentMissing') },
      ],
    },
  ]
}

function useColumns(onPublish: (result: Result) => void): Column<typeof listResults>[] {
  const { t } = useTranslation()
  const { number } = useFormat()
  const amount = (id: 'advisorTotal' | 'committeeMean' | 'final'): Column<typeof listResults> => ({
    id,
    header: t(`scoring.${id}`),
    align: 'right',
    cell: (result) => number(result[id]),
    ...(id === 'final' ? { sort: id } : {}),
  })
  return [
    {
      id: 'project',
      header: t('scoring.project'),
      sort: 'code',
      primary: true,
      cell: ({ project }) => <ProjectLink project={project} tab="scores" />,
    },
    { id: 'students', header: t('scoring.students'), cell: (result) => <Students result={result} /> },
    { id: 'advisor', header: t('scoring.advisor'), cell: ({ advisorName }) => advisorName },
    amount('advisorTotal'),
    amount('committeeMean'),
    amount('final'),
    { id: 'grade', header: t('scoring.grade'), sort: 'grade', cell: (result) => <Grade result={result} /> },
    {
      id: 'document',
      header: t('scoring.documentFilter'),
      cell: ({ documentApproved }) => t(documentApproved ? 'scoring.documentApproved' : 'scoring.documentMissing'),
    },
    {
      id: 'status',
      header: t('scoring.status'),
      cell: ({ status }) => <StatusBadge family="resultStatus" status={status} />,
    },
    {
      id: 'actions',
      header: t('table.actions'),
      align: 'right',
      actions: true,
      cell: (result) => <PublishButton result={result} onPublish={onPublish} />,
    },
  ]
}

function Students({ result }: { result: Result }) {
  return result.members.map(({ id, code, name }) => (
    <Text key={id} size="sm">
      {name} ({code})
    </Text>
  ))
}

function Grade({ result }: { result: Result }) {
  const { t } = useTranslation()
  const { grade, override, computedGrade } = result
  if (grade === null) return '–'
  return (
    <>
      <Text span fw={600}>
        {grade}
      </Text>
      {override && (
        <Text size="sm" c="dimmed">
          {t('scoring.computedWas', { grade: computedGrade ?? '–' })}
        </Text>
      )}
    </>
  )
}

function PublishButton({ result, onPublish }: { result: Result; onPublish: (result: Result) => void }) {
  const { t } = useTranslation()
  if (!result.can.publish) return null
  return (
    <Button
      variant="default"
      size="xs"
      className="bm-no-print"
      aria-label={t('scoring.publishName', { code: result.project.code })}
      onClick={() => onPublish(result)}
    >
      {t('scoring.publish')}
    </Button>
  )
}
