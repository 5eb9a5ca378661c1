import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { useFormat } from '../i18n/use-format.ts'
import { KeyNumbers } from '../ui/key-numbers.tsx'

interface Props {
  totals: Dashboard['totals']
  projects: Dashboard['projects']
}

/** How the year stands: people for the office, projects by state for whoever sees several. */
export function YearNumbers({ totals, projects }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const states = projects.filter(({ count }) => count > 0)
  return (
    <>
      {totals && (
        <KeyNumbers
          items={[
            { label: t('reports.students'), value: totals.students, to: '/students' },
            { label: t('reports.without'), value: totals.studentsWithoutProject, to: '/students' },
            {
              label: t('reports.advisors'),
              value: totals.advisors,
              to: '/advisors',
              ...(totals.overloaded > 0 ? { hint: t('reports.overloaded', { count: totals.overloaded }) } : {}),
            },
            {
              label: t('reports.places'),
              value: totals.taken,
              hint: t('reports.ofPlaces', { places: number(totals.places) }),
              to: '/advisors',
            },
          ]}
        />
      )}
      {states.length > 0 && (
        <section aria-label={t('reports.projects')}>
          <KeyNumbers
            items={states.map(({ status, count }) => ({
              label: t(`projectStatus.${status}`),
              value: count,
              to: '/projects',
              search: { status },
            }))}
          />
        </section>
      )}
    </>
  )
}
