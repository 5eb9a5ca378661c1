import { Menu, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Advisor, type listAdvisors, PlaceKind } from '../../contract/advisors.ts'
import { DangerItem, RowMenu } from '../academics/row-menu.tsx'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import type { Column } from '../ui/table/list-endpoint.ts'
import { FreePlaces, Load } from './load.tsx'

/** What somebody begins to do; an edit without an advisor adds one. */
export interface AdvisorStep {
  kind: 'edit' | 'majors' | 'delete'
  advisor?: Advisor
}

type Columns = Column<typeof listAdvisors>[]

/** The columns of the list. Students see who has a free place; the seats of committees are no concern of theirs. */
export function useAdvisorColumns(office: boolean, onStep: (step: AdvisorStep) => void): Columns {
  const { t } = useTranslation()
  const loads: Columns = (office ? PlaceKind.options : (['supervising'] as const)).map((kind) => ({
    id: kind,
    header: t(`placeKind.${kind}`),
    align: 'right' as const,
    ...(kind === 'supervising' ? { sort: 'supervising' as const } : {}),
    cell: (advisor: Advisor) => <Load advisor={advisor} kind={kind} linked={office} />,
  }))
  const actions: Columns = [
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (advisor) => <AdvisorMenu advisor={advisor} onStep={onStep} />,
    },
  ]
  return [
    {
      id: 'name',
      header: t('advisors.name'),
      sort: 'name',
      primary: true,
      cell: (advisor) => <Person advisor={advisor} />,
    },
    {
      id: 'majors',
      header: t('advisors.majors'),
      cell: ({ majors }) => majors.map(({ abbreviation }) => abbreviation).join(', ') || t('advisors.majorsAll'),
    },
    {
      id: 'free',
      header: t('advisors.free'),
      sort: 'free',
      align: 'right',
      cell: (advisor) => <FreePlaces advisor={advisor} />,
    },
    ...loads,
    ...(office ? actions : []),
  ]
}

function Person({ advisor }: { advisor: Advisor }) {
  const { t } = useTranslation()
  const { name, email, managedMajors } = advisor
  const runs = managedMajors.map(({ abbreviation }) => abbreviation).join(', ')
  return (
    <>
      <Text fw={600} component="span" display="block">
        {name}
      </Text>
      {email && (
        <Text c="dimmed" size="sm" component="span" display="block" fw={400}>
          {email}
        </Text>
      )}
      {runs && (
        <Text c="dimmed" size="sm" component="span" display="block" fw={400}>
          {t('advisors.runs', { majors: runs })}
        </Text>
      )}
    </>
  )
}

function AdvisorMenu({ advisor, onStep }: { advisor: Advisor; onStep: (step: AdvisorStep) => void }) {
  const { t } = useTranslation()
  const accounts = useCan('account.manage')
  const { readOnly } = useYear()
  const { name, can } = advisor
  if (!can.manage && !accounts) return null
  return (
    <RowMenu label={t('academics.actionsFor', { name })}>
      {can.manage && <Menu.Item onClick={() => onStep({ kind: 'edit', advisor })}>{t('advisors.change')}</Menu.Item>}
      {accounts && !readOnly && (
        <Menu.Item onClick={() => onStep({ kind: 'majors', advisor })}>{t('advisors.managed')}</Menu.Item>
      )}
      {accounts && (
        <Menu.Item component={Link} to="/accounts" search={{ q: name } as never}>
          {t('advisors.invite')}
        </Menu.Item>
      )}
      {can.manage && advisor.loads.supervising > 0 && (
        <Menu.Item component={Link} to={`/advisors/${advisor.id}/hand-over`}>
          {t('advisors.handOver')}
        </Menu.Item>
      )}
      {can.manage && (
        <DangerItem onClick={() => onStep({ kind: 'delete', advisor })}>{t('advisors.remove')}</DangerItem>
      )}
    </RowMenu>
  )
}
