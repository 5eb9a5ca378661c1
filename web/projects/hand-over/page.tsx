import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Advisor, listAdvisors, readAdvisor } from '../../../contract/advisors.ts'
import { listProjects } from '../../../contract/projects.ts'
import { queryFor } from '../../api/queries.ts'
import { useParam } from '../../ui/address.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { HandOverForm } from './form.tsx'

/** Gives all projects of an advisor who leaves to others, in one step. */
export function HandOverPage() {
  const { t } = useTranslation()
  const advisorId = useParam('advisorId')
  const query = useQuery(queryFor(readAdvisor, { params: { advisorId } }))
  return (
    <>
      <PageHeader
        title={t('projects.handOverTitle', { name: query.data?.name ?? '…' })}
        hint={t('projects.handOverHint')}
        crumbs={[{ label: t('nav.advisors'), to: '/advisors' }]}
      />
      <Loaded query={query}>{(advisor) => <Projects advisor={advisor} />}</Loaded>
    </>
  )
}

function Projects({ advisor }: { advisor: Advisor }) {
  const ofYear = { yearId: advisor.yearId, pageSize: 100 }
  const projects = useQuery(
    queryFor(listProjects, { query: { ...ofYear, advisorId: advisor.id, sort: 'code' as const } }),
  )
  const others = useQuery(queryFor(listAdvisors, { query: { ...ofYear, free: 'true', sort: '-free' as const } }))
  return (
    <Loaded query={projects}>
      {({ items }) => (
        <Loaded query={others}>
          {(able) => {
            const open = items.filter(({ can }) => can.transfer)
            const receivers = able.items.filter(({ id }) => id !== advisor.id)
            // begun anew when a project has come or gone meanwhile
            const key = open.map(({ id }) => id).join()
            return open.length > 0 ? (
              <Section>
                <HandOverForm
                  key={key}
                  advisor={advisor}
                  projects={open}
                  receivers={receivers}
                  onStale={() => void projects.refetch()}
                />
              </Section>
            ) : (
              <Nothing advisor={advisor} />
            )
          }}
        </Loaded>
      )}
    </Loaded>
  )
}

/** Nobody's work hangs on this advisor any more, or the seats of committees are all that is left. */
function Nothing({ advisor: { loads } }: { advisor: Advisor }) {
  const { t } = useTranslation()
  const seats = loads.chair + loads.second + loads.third
  return (
    <EmptyState
      icon={IconCheck}
      title={t('projects.handOverNone')}
      hint={t(seats > 0 ? 'projects.handOverSeats' : 'projects.handOverNoneHint', { count: seats })}
      action={
        <Button component={Link} to="/advisors" variant="default">
          {t('nav.advisors')}
        </Button>
      }
    />
  )
}
