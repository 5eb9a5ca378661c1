import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Advisor, deleteAdvisor } from '../../contract/advisors.ts'
import { DeleteDialog } from '../academics/delete-dialog.tsx'

interface Props {
  advisor: Advisor
  onEnd: () => void
}

/** Takes an advisor out of the year; one who has projects or seats is kept, and the dialog says which. */
export function DeleteAdvisor({ advisor, onEnd }: Props) {
  const { t } = useTranslation()
  const { name, loads } = advisor
  const usesOf = (data: Readonly<Record<string, unknown>>) => {
    const [projects, seats, sheets] = [data.projects, data.seats, data.sheets].map((count) => Number(count ?? 0))
    return [
      ...(projects
        ? [
            <Anchor key="projects" component={Link} to="/projects" search={{ advisorId: advisor.id } as never}>
              {t('advisors.uses.projects', { count: projects })}
            </Anchor>,
          ]
        : []),
      ...(seats ? [t('advisors.uses.seats', { count: seats })] : []),
      ...(sheets ? [t('advisors.uses.sheets', { count: sheets })] : []),
    ]
  }
  return (
    <DeleteDialog
      endpoint={deleteAdvisor}
      sending={{ params: { advisorId: advisor.id } }}
      title={t('advisors.removeTitle', { name })}
      confirm={t('advisors.remove')}
      done={t('advisors.removed', { name })}
      blocked={t('advisors.inUse')}
      uses={usesOf({ projects: loads.supervising, seats: loads.chair + loads.second + loads.third })}
      usesOf={usesOf}
      onEnd={onEnd}
    >
      {t('advisors.removeAsk')}
    </DeleteDialog>
  )
}
