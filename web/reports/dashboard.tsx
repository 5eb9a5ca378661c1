import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Dashboard, readDashboard } from '../../contract/reports.ts'
import { queryFor } from '../api/queries.ts'
import { useSession } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { ComingList } from './coming-list.tsx'
import classes from './dashboard.module.css'
import { LoadBars } from './load-bars.tsx'
import { OwnProject } from './own-project.tsx'
import { RecentList } from './recent-list.tsx'
import { TodoList } from './todo-list.tsx'
import { YearNumbers } from './year-numbers.tsx'

/** What waits for the reader first, then how everything stands. */
export function DashboardPage() {
  const { t } = useTranslation()
  const { account } = useSession()
  const { year, yearId } = useYear()
  const dashboard = useQuery(queryFor(readDashboard, { query: { yearId } }))
  return (
    <>
      <PageHeader
        title={t('reports.greeting', { name: account.displayName })}
        {...(year ? { hint: `${t('app.year')} ${year.name}` } : {})}
      />
      <Loaded query={dashboard} rows={8}>
        {(data) =>
          data.year ? (
            <Body dashboard={data} />
          ) : (
            <EmptyState heading={2} title={t('reports.noYear')} hint={t('reports.noYearHint')} />
          )
        }
      </Loaded>
    </>
  )
}

function Body({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation()
  const { todos, totals, projects, loads, own, coming, recent } = dashboard
  return (
    <div className={classes.columns}>
      <div>
        <Section title={t('reports.todo')}>
          <TodoList todos={todos} />
        </Section>
        {own && <OwnProject own={own} />}
        <YearNumbers totals={totals} projects={own ? [] : projects} />
      </div>
      <div>
        {loads && <LoadBars loads={loads} />}
        <Section title={t('reports.coming')}>
          <ComingList coming={coming} />
        </Section>
        <Section title={t('reports.recent')}>
          <RecentList recent={recent} />
        </Section>
      </div>
    </div>
  )
}
