import { Anchor, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listAdvisors } from '../../contract/advisors.ts'
import { exportProjects, mostExportedRows } from '../../contract/imports/exports.ts'
import { listProjects, ProjectStatus, type ProjectSummary } from '../../contract/projects.ts'
import { queryFor } from '../api/queries.ts'
import { activeRoles, useCan, useSession } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import { ExportMenu } from '../ui/table/export-menu.tsx'
import type { Column, Filter } from '../ui/table/list-endpoint.ts'
import { useOwnStudent } from './form/own-student.ts'
import { InvitationNotice } from './invitations/notice.tsx'
import { useMajors } from './majors.ts'
import { topicOf } from './topic.ts'

type List = typeof listProjects

const sheet = { endpoint: exportProjects, list: listProjects, sort: '-updatedAt', most: mostExportedRows } as const

/** The projects the reader may see. A student's list is the own project, so it needs no filters. */
export function ProjectListPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const { many, mayRegister } = useReader()
  const { own } = useOwnStudent()
  const columns = useColumns()
  const filters = useFilters(many)
  // A student is in one project at most.
  const register = mayRegister && !readOnly && own?.free !== false && (
    <Button component={Link} to="/projects/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('projects.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('projects.list')}
        hint={t(many ? 'projects.listHint' : 'projects.ownHint')}
        more={many && <ExportMenu {...sheet} fixed={yearId ? { yearId } : {}} />}
        action={register}
      />
      <InvitationNotice />
      <DataTable
        endpoint={listProjects}
        label={t('projects.list')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        filters={filters}
        sort="-updatedAt"
        empty={useEmpty(many, mayRegister)}
        {...(many ? { search: t('projects.search') } : {})}
      />
    </>
  )
}

function useReader() {
  const roles = activeRoles(useSession())
  return { many: roles.some((role) => role !== 'student'), mayRegister: useCan('project.register') }
}

function useEmpty(many: boolean, mayRegister: boolean) {
  const { t } = useTranslation()
  if (!many) return { title: t('projects.emptyStudent'), hint: t('projects.emptyStudentHint') }
  return { title: t('projects.empty'), hint: t(mayRegister ? 'projects.emptyHint' : 'projects.emptyAdvisorHint') }
}

function useColumns(): Column<List>[] {
  const { t } = useTranslation()
  const { locale, shortMoment } = useFormat()
  return [
    {
      id: 'topic',
      header: t('projects.topic'),
      sort: locale === 'lo' ? 'topicLo' : 'topicEn',
      primary: true,
      cell: (project) => <Topic project={project} />,
    },
    { id: 'code', header: t('projects.code'), sort: 'code', cell: ({ code }) => code },
    {
      id: 'members',
      header: t('projects.members'),
      cell: ({ members }) =>
        members.map(({ id, name }) => (
          <div key={id} className="bm-whole">
            {name}
          </div>
        )),
    },
    { id: 'majors', header: t('projects.majors'), cell: ({ majors }) => majors.join(', ') },
    { id: 'advisor', header: t('projects.advisor'), sort: 'advisor', cell: ({ advisor }) => advisor.name },
    {
      id: 'status',
      header: t('projects.status'),
      sort: 'status',
      cell: ({ status }) => <StatusBadge family="projectStatus" status={status} />,
    },
    {
      id: 'updatedAt',
      header: t('projects.updatedAt'),
      sort: 'updatedAt',
      cell: ({ updatedAt }) => shortMoment(updatedAt),
    },
  ]
}

function Topic({ project }: { project: ProjectSummary }) {
  const { locale } = useFormat()
  return (
    <Anchor component={Link} to={`/projects/${project.id}`} fw={600}>
      <Text span inherit lang={locale === 'lo' ? 'lo' : 'en'} style={{ overflowWrap: 'anywhere' }}>
        {topicOf(project, locale)}
      </Text>
    </Anchor>
  )
}

function useFilters(many: boolean): Filter<List>[] {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const majors = useMajors(yearId)
  const query = { pageSize: 100, sort: 'name' as const, yearId }
  const advisors = useQuery({ ...queryFor(listAdvisors, { query }), enabled: many }).data?.items ?? []
  const supervises = useCan('score.enter')
  if (!many) return []
  return [
    {
      name: 'status',
      label: t('projects.status'),
      options: ProjectStatus.options.map((value) => ({ value, label: t(`projectStatus.${value}`) })),
    },
    {
      name: 'majorId',
      label: t('projects.major'),
      options: majors.map(({ id, abbreviation }) => ({ value: id, label: abbreviation })),
    },
    {
      name: 'advisorId',
      label: t('projects.advisor'),
      options: advisors.map(({ id, name }) => ({ value: id, label: name })),
    },
    ...(supervises
      ? [relationFilter(t('projects.relation'), t('projects.relation.supervised'), t('projects.relation.committee'))]
      : []),
  ]
}

function relationFilter(label: string, supervised: string, committee: string): Filter<List> {
  return {
    name: 'relation',
    label,
    options: [
      { value: 'supervised', label: supervised },
      { value: 'committee', label: committee },
    ],
  }
}
