import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readCommittee, readDefense } from '../../contract/defenses.ts'
import { queryFor } from '../api/queries.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { CommitteeView } from './committee-view.tsx'
import { PlanView } from './plan-view.tsx'

interface Props {
  projectId: string
}

/** Who examines a project, and when and where; the office changes both here. Part of the project page. */
export function DefensePanel({ projectId }: Props) {
  const { t } = useTranslation()
  const committee = useQuery(queryFor(readCommittee, { params: { projectId } }))
  const defense = useQuery(queryFor(readDefense, { params: { projectId } }))
  return (
    <>
      <Section title={t('defenses.committee')}>
        <Loaded query={committee} rows={3}>
          {(data) => <CommitteeView committee={data} />}
        </Loaded>
      </Section>
      <Section
        title={t('defenses.defense')}
        action={defense.data && <StatusBadge family="defenseStatus" status={defense.data.status} />}
      >
        <Loaded query={defense} rows={4}>
          {(data) => <PlanView defense={data} />}
        </Loaded>
      </Section>
    </>
  )
}
