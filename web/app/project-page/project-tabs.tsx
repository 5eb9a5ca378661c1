import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../contract/projects.ts'
import { MilestoneList } from '../../milestones/milestone-list.tsx'
import { ProjectOverview } from '../../projects/overview.tsx'
import { ProjectTimeline } from '../../projects/timeline/timeline.tsx'
import { DocumentsPanel } from '../../submissions/documents-panel.tsx'
import { MilestoneWork } from '../../submissions/milestone-work.tsx'
import { useSearchText } from '../../ui/address.ts'
import { ErrorBoundary } from '../../ui/feedback/error-boundary.tsx'
import { LoadingLines } from '../../ui/feedback/loading.tsx'
import classes from './project-tabs.module.css'

const DefensePanel = lazy(() =>
  import('../../defenses/defense-panel.tsx').then((module) => ({ default: module.DefensePanel })),
)
const ScorePanel = lazy(() =>
  import('../../scoring/score-panel.tsx').then((module) => ({ default: module.ScorePanel })),
)

const names = ['overview', 'milestones', 'documents', 'defense', 'scores', 'timeline'] as const
type Name = (typeof names)[number]

/** The parts of a project. The open one is in the address (`?tab=`), so that a link leads to it. */
export function ProjectTabs({ project }: { project: Project }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const wanted = useSearchText('tab')
  const open = names.find((name) => name === wanted) ?? 'overview'
  const show = (name: string | null) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, tab: name === 'overview' ? undefined : name })) as never,
      replace: true,
      resetScroll: false,
    })
  return (
    <Tabs value={open} onChange={show} keepMounted={false}>
      <Tabs.List className={`${classes.list} bm-no-print`} aria-label={t('projects.tabs')}>
        {names.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`projects.tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name}>
          <ErrorBoundary>
            <Suspense fallback={<LoadingLines />}>{panelOf(name, project)}</Suspense>
          </ErrorBoundary>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function panelOf(name: Name, project: Project): ReactNode {
  const panels: Record<Name, () => ReactNode> = {
    overview: () => <ProjectOverview project={project} />,
    milestones: () => (
      <MilestoneList projectId={project.id} work={(milestone) => <MilestoneWork milestone={milestone} />} />
    ),
    documents: () => <DocumentsPanel projectId={project.id} member={project.relation.member} />,
    defense: () => <DefensePanel projectId={project.id} />,
    scores: () => <ScorePanel projectId={project.id} />,
    timeline: () => <ProjectTimeline projectId={project.id} />,
  }
  return panels[name]()
}
