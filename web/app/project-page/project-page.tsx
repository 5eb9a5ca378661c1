import { Button, Text } from '@mantine/core'
import { IconFolderOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Project, readProject } from '../../../contract/projects.ts'
import { asProblem } from '../../api/problem.ts'
import { queryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { OpenChange } from '../../projects/changes/panel.tsx'
import { DecisionDialogs, MoreActions, PrimaryAction, useDecision } from '../../projects/decisions/project-actions.tsx'
import { ProjectStanding } from '../../projects/standing.tsx'
import { topicOf } from '../../projects/topic.ts'
import { ProjectWaiting } from '../../reports/waiting.tsx'
import { useParam } from '../../ui/address.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ProjectTabs } from './project-tabs.tsx'

/** One project: what it is, what to do now, and its parts. */
export function ProjectPage() {
  const projectId = useParam('projectId')
  const query = useQuery(queryFor(readProject, { params: { projectId } }))
  if (!query.data && query.isError && [400, 404].includes(asProblem(query.error).status)) return <Unknown />
  return (
    <Loaded query={query} rows={8}>
      {(project) => <Shown key={project.id} project={project} />}
    </Loaded>
  )
}

function Shown({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const { open, setOpen, close } = useDecision()
  return (
    <>
      <PageHeader
        title={topicOf(project, locale)}
        crumbs={[{ label: t('projects.list'), to: '/projects' }]}
        badge={<StatusBadge family="projectStatus" status={project.status} />}
        action={<PrimaryAction project={project} onOpen={setOpen} />}
        more={<MoreActions project={project} onOpen={setOpen} />}
      />
      <Facts project={project} />
      <ProjectStanding project={project} />
      <ProjectWaiting projectId={project.id} />
      <OpenChange project={project} />
      <ProjectTabs project={project} />
      <DecisionDialogs project={project} open={open} onClose={close} />
    </>
  )
}

function Facts({ project: { code, members, advisor } }: { project: Project }) {
  const { t } = useTranslation()
  const facts = [
    code,
    `${t('projects.members')}: ${members.map(({ name }) => name).join(', ')}`,
    `${t('projects.advisor')}: ${advisor.name}`,
  ]
  return (
    <Text c="dimmed" mt="-0.5rem" mb="md">
      {facts.join(' · ')}
    </Text>
  )
}

function Unknown() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={IconFolderOff}
      heading={1}
      title={t('projects.notFound')}
      hint={t('projects.notFoundHint')}
      action={
        <Button component={Link} to="/projects">
          {t('projects.toList')}
        </Button>
      }
    />
  )
}
