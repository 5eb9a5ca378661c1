import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listYears, type Year, YearStatus } from '../../contract/academics.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'
import { FormDialog } from './form-dialog.tsx'
import { DangerItem, RowMenu } from './row-menu.tsx'
import { ChangeYear, copyPageOf, hasEarlier, PlanYear } from './year-form.tsx'
import { YearStep } from './year-step.tsx'

interface Step {
  year: Year
  step: 'activate' | 'close'
}

/** The academic years: the next one is planned here, one is active, the closed ones stay to be read. */
export function YearsPage() {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Year | 'new' | null>(null)
  const [step, setStep] = useState<Step | null>(null)
  const columns = useColumns(setEdited, setStep)
  const statuses = YearStatus.options.map((value) => ({ value, label: t(`yearStatus.${value}`) }))
  return (
    <>
      <PageHeader
        title={t('nav.years')}
        hint={t('academics.yearsHint')}
        action={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('academics.yearPlan')}
          </Button>
        }
      />
      <DataTable
        endpoint={listYears}
        label={t('nav.years')}
        columns={columns}
        rowKey={({ id }) => id}
        sort="-startsOn"
        filters={[{ name: 'status', label: t('academics.status'), options: statuses }]}
        empty={{ title: t('academics.yearsEmpty'), hint: t('academics.yearsEmptyHint') }}
      />
      <FormDialog
        record={edited}
        title={edited && edited !== 'new' ? t('academics.yearEdit', { name: edited.name }) : t('academics.yearPlan')}
        onClose={() => setEdited(null)}
      >
        {(base, restart) =>
          base ? (
            <ChangeYear year={base} onReload={restart} onEnd={() => setEdited(null)} />
          ) : (
            <PlanYear onEnd={() => setEdited(null)} />
          )
        }
      </FormDialog>
      {step && <YearStep {...step} onEnd={() => setStep(null)} />}
    </>
  )
}

function useColumns(onEdit: (year: Year) => void, onStep: (step: Step) => void): Column<typeof listYears>[] {
  const { t } = useTranslation()
  const { day, number } = useFormat()
  return [
    { id: 'name', header: t('academics.year'), sort: 'name', primary: true, cell: ({ name }) => <b>{name}</b> },
    {
      id: 'status',
      header: t('academics.status'),
      cell: ({ status }) => <StatusBadge family="yearStatus" status={status} />,
    },
    {
      id: 'dates',
      header: t('academics.dates'),
      sort: 'startsOn',
      cell: ({ startsOn, endsOn }) => `${day(startsOn)} – ${day(endsOn)}`,
    },
    {
      id: 'members',
      header: t('academics.maxMembersShort'),
      align: 'right',
      cell: ({ maxMembers }) => number(maxMembers),
    },
    {
      id: 'similarity',
      header: t('academics.similarityShort'),
      align: 'right',
      cell: ({ similarityThreshold }) => `${number(similarityThreshold)} %`,
    },
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (year) => <YearMenu year={year} onEdit={onEdit} onStep={onStep} />,
    },
  ]
}

interface MenuProps {
  year: Year
  onEdit: (year: Year) => void
  onStep: (step: Step) => void
}

function YearMenu({ year, onEdit, onStep }: MenuProps) {
  const { t } = useTranslation()
  const { years } = useYear()
  const closed = year.status === 'closed'
  return (
    <RowMenu label={t('academics.actionsFor', { name: year.name })}>
      {!closed && <Menu.Item onClick={() => onEdit(year)}>{t('academics.yearSettings')}</Menu.Item>}
      {!closed && hasEarlier(years, year) && (
        <Menu.Item component={Link} to={copyPageOf(year)}>
          {t('academics.yearCopy')}
        </Menu.Item>
      )}
      <Menu.Item component={Link} to="/record" search={{ subjectType: 'year', subjectId: year.id } as never}>
        {t('nav.record')}
      </Menu.Item>
      {year.status === 'planned' && (
        <Menu.Item onClick={() => onStep({ year, step: 'activate' })}>{t('academics.yearActivate')}</Menu.Item>
      )}
      {year.status === 'active' && (
        <DangerItem onClick={() => onStep({ year, step: 'close' })}>{t('academics.yearClose')}</DangerItem>
      )}
    </RowMenu>
  )
}
