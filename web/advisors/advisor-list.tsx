import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Advisor, listAdvisors } from '../../contract/advisors.ts'
import { exportAdvisors, mostExportedRows } from '../../contract/imports/exports.ts'
import { FormDialog } from '../academics/form-dialog.tsx'
import { choicesOf, useMajors } from '../academics/office-majors.ts'
import { activeRoles, useCan, useSession } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { type Chosen, nothing } from '../ui/bulk/chosen.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import { ExportMenu } from '../ui/table/export-menu.tsx'
import type { Filter } from '../ui/table/list-endpoint.ts'
import { AddAdvisor, ChangeAdvisor } from './advisor-form.tsx'
import { BulkActions, BulkAdvisors, type BulkStep } from './bulk/bulk.tsx'
import { DeleteAdvisor } from './delete-advisor.tsx'
import { ManagedMajorsForm } from './managed-majors-form.tsx'
import { type AdvisorStep, useAdvisorColumns } from './use-advisor-columns.tsx'

const sheet = { endpoint: exportAdvisors, list: listAdvisors, sort: 'name', most: mostExportedRows } as const

/** The advisors of a year, how many places each gives and how many are taken. */
export function AdvisorListPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const exporting = useCan('advisor.manage')
  const manage = exporting && !readOnly
  const office = activeRoles(useSession()).some((role) => role !== 'student')
  const [step, setStep] = useState<AdvisorStep | null>(null)
  const [chosen, setChosen] = useState<Chosen>(nothing)
  const [bulk, setBulk] = useState<BulkStep | null>(null)
  const filters = useFilters(yearId)
  const columns = useAdvisorColumns(office, setStep)
  const hint = readOnly && office ? t('problem.year.closed') : t(office ? 'advisors.hint' : 'advisors.hintStudent')
  const selection = {
    chosen,
    onChange: setChosen,
    nameOf: ({ name }: Advisor) => name,
    actions: <BulkActions chosen={chosen} onStep={setBulk} />,
    pickable: ({ can }: Advisor) => can.manage,
    matching: true,
  }
  return (
    <>
      <PageHeader
        title={t('nav.advisors')}
        hint={hint}
        more={
          <>
            <ToImport show={manage} />
            {exporting && <ExportMenu {...sheet} fixed={yearId ? { yearId } : {}} />}
          </>
        }
        action={
          manage && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setStep({ kind: 'edit' })}>
              {t('advisors.add')}
            </Button>
          )
        }
      />
      <DataTable
        endpoint={listAdvisors}
        label={t('nav.advisors')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        search={t('advisors.name')}
        sort="name"
        filters={filters}
        empty={{ title: t('advisors.empty'), ...(manage ? { hint: t('advisors.emptyHint') } : {}) }}
        {...(manage ? { selection } : {})}
      />
      <Dialogs step={step} onEnd={() => setStep(null)} />
      <BulkAdvisors
        step={bulk}
        onEnd={() => setBulk(null)}
        onDone={() => {
          setBulk(null)
          setChosen(nothing)
        }}
      />
    </>
  )
}

function ToImport({ show }: { show: boolean }) {
  const { t } = useTranslation()
  const all = useCan('major.manage')
  if (!show || !all) return null
  return (
    <Anchor component={Link} to="/imports" search={{ kind: 'advisors' } as never}>
      {t('advisors.import')}
    </Anchor>
  )
}

function useFilters(yearId: string | undefined): Filter<typeof listAdvisors>[] {
  const { t } = useTranslation()
  const majors = useMajors(yearId)
  return [
    { name: 'majorId', label: t('academics.major'), options: choicesOf(majors) },
    {
      name: 'free',
      label: t('advisors.free'),
      options: [
        { value: 'true', label: t('advisors.freeYes') },
        { value: 'false', label: t('advisors.freeNo') },
      ],
    },
  ]
}

/** The one dialog that is open. */
function Dialogs({ step, onEnd }: { step: AdvisorStep | null; onEnd: () => void }) {
  const { t } = useTranslation()
  const advisor = step?.advisor
  const name = advisor?.name ?? ''
  const edited: Advisor | 'new' | null = step?.kind === 'edit' ? (advisor ?? 'new') : null
  return (
    <>
      <FormDialog record={edited} title={t(advisor ? 'advisors.edit' : 'advisors.add', { name })} onClose={onEnd}>
        {(base, restart) =>
          base ? <ChangeAdvisor advisor={base} onReload={restart} onEnd={onEnd} /> : <AddAdvisor onEnd={onEnd} />
        }
      </FormDialog>
      <FormDialog
        record={step?.kind === 'majors' ? (advisor ?? null) : null}
        title={t('advisors.managedTitle', { name })}
        onClose={onEnd}
      >
        {(base, restart) => base && <ManagedMajorsForm advisor={base} onReload={restart} onEnd={onEnd} />}
      </FormDialog>
      {step?.kind === 'delete' && advisor && <DeleteAdvisor advisor={advisor} onEnd={onEnd} />}
    </>
  )
}
