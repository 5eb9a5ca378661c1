import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Project, readProject } from '../../../contract/projects.ts'
import { queryFor } from '../../api/queries.ts'
import { useParam } from '../../ui/address.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export interface FormOfProject {
  read: Project
  /** Begins again with what stands now. */
  onReload: () => void
}

interface Props {
  title: (code: string) => string
  possible: (project: Project) => boolean
  /** Said instead of the form where it is not possible. */
  otherwise: { title: string; hint: string }
  form: ComponentType<FormOfProject>
}

/** The page of a form about one project. It starts from the version read first; a newer one is taken when the reader asks for it. */
export function ProjectFormPage({ title, possible, otherwise, form: Form }: Props) {
  const { t } = useTranslation()
  const projectId = useParam('projectId')
  const query = useQuery(queryFor(readProject, { params: { projectId } }))
  const [taken, setTaken] = useState(0)
  const reload = async () => {
    await query.refetch()
    setTaken(taken + 1)
  }
  const code = query.data?.code ?? '…'
  const page = `/projects/${projectId}`
  return (
    <>
      <PageHeader
        title={title(code)}
        crumbs={[
          { label: t('projects.list'), to: '/projects' },
          { label: code, to: page },
        ]}
      />
      <Loaded query={query} rows={8}>
        {(project) =>
          possible(project) ? (
            <Form key={taken} read={project} onReload={() => void reload()} />
          ) : (
            <EmptyState
              icon={IconLock}
              {...otherwise}
              action={
                <Button component={Link} to={page}>
                  {t('projects.backToProject')}
                </Button>
              }
            />
          )
        }
      </Loaded>
    </>
  )
}

/** What the fields of topic and students are called beside a record that somebody else changed. */
export function useProjectFieldNames() {
  const { t } = useTranslation()
  return {
    topicLo: t('projects.topicLo'),
    topicEn: t('projects.topicEn'),
    topicTh: t('projects.topicTh'),
    abstract: t('projects.abstract'),
    members: t('projects.members'),
  }
}
