import { Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { ProjectLink } from '../defenses/project-link.tsx'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

interface Props {
  own: NonNullable<Dashboard['own']>
}

/** A student's own project and how far it is. */
export function OwnProject({ own }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const { project, milestones, next, defense, grade } = own
  const items: { term: string; value: React.ReactNode }[] = [
    { term: t('reports.ownAdvisor'), value: project.advisorName },
    { term: t('reports.ownMilestones'), value: <Milestones milestones={milestones} /> },
  ]
  if (next) {
    items.push({
      term: t('reports.ownNext'),
      value: t('reports.ownNextDue', { name: next.name, date: day(next.dueOn) }),
    })
  }
  if (defense) {
    const { date, startsAt, room } = defense
    items.push({
      term: t('reports.ownDefense'),
      value: t('reports.ownDefenseAt', { date: day(date), time: startsAt.slice(0, 5), room }),
    })
  }
  if (grade) items.push({ term: t('reports.ownGrade'), value: <Text fw={600}>{grade}</Text> })
  return (
    <Section title={t('reports.own')} action={<StatusBadge family="projectStatus" status={project.status} />}>
      <Stack gap="sm">
        <div>
          <ProjectLink project={project} />
        </div>
        <DefinitionList items={items} />
      </Stack>
    </Section>
  )
}

function Milestones({ milestones }: { milestones: Props['own']['milestones'] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { approved, total } = milestones
  if (total === 0) return '–'
  const text = t('reports.ownMilestonesOf', { approved: number(approved), total: number(total) })
  return (
    <>
      <Text>{text}</Text>
      <Progress value={(100 * approved) / total} maw="20rem" aria-label={text} />
    </>
  )
}
