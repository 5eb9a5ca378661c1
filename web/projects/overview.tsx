import { useTranslation } from 'react-i18next'
import type { Project } from '../../contract/projects.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Section } from '../ui/section.tsx'
import { Students, topicItems } from './details.tsx'
import { InviteButton } from './invitations/invite.tsx'
import { Invited } from './invitations/invited.tsx'

/** What the project is about and who does it. */
export function ProjectOverview({ project }: { project: Project }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('projects.topicSection')}>
        <Topics project={project} />
      </Section>
      <Section title={t('projects.people')} action={<InviteButton project={project} />}>
        <People project={project} />
      </Section>
    </>
  )
}

function Topics({ project }: { project: Project }) {
  const { t } = useTranslation()
  return <DefinitionList items={topicItems(project, t)} />
}

function People({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { members, invitations, advisor, year, createdAt, updatedAt } = project
  return (
    <DefinitionList
      items={[
        { term: t('projects.members'), value: <Students of={members} /> },
        ...(invitations.length > 0 ? [{ term: t('projects.invited'), value: <Invited project={project} /> }] : []),
        { term: t('projects.advisor'), value: advisor.name },
        { term: t('app.year'), value: year.name },
        { term: t('projects.createdAt'), value: moment(createdAt) },
        { term: t('projects.updatedAt'), value: moment(updatedAt) },
      ]}
    />
  )
}
