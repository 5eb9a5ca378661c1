import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportStudents, mostExportedRows } from '../../contract/imports/exports.ts'
import { listStudents, type Student } from '../../contract/students.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useSearchText } from '../ui/address.ts'
import { type Chosen, nothing } from '../ui/bulk/chosen.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import { ExportMenu } from '../ui/table/export-menu.tsx'
import { BulkActions, type BulkStep, BulkStudents } from './bulk/bulk.tsx'
import { type Deciding, Decision } from './decision.tsx'
import { DeleteStudent } from './delete-student.tsx'
import { fullName } from './full-name.ts'
import { PendingNotice } from './pending-notice.tsx'
import { useStudentColumns } from './use-student-columns.tsx'
import { useStudentFilters } from './use-student-filters.ts'

const sheet = { endpoint: exportStudents, list: listStudents, sort: 'code', most: mostExportedRows } as const

/** The students of a year; registrations that wait are decided here, one by one or many at once. */
export function StudentListPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const manage = useCan('student.manage') && !readOnly
  const filters = useStudentFilters(yearId)
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const [leaving, setLeaving] = useState<Student | null>(null)
  const [chosen, setChosen] = useState<Chosen>(nothing)
  const [step, setStep] = useState<BulkStep | null>(null)
  const columns = useStudentColumns(setDeciding, setLeaving)
  const waiting = useSearchText('status') === 'pending'
  const selection = {
    chosen,
    onChange: setChosen,
    nameOf: (student: Student) => `${student.code} ${fullName(student)}`,
    actions: <BulkActions chosen={chosen} onStep={setStep} />,
    pickable: ({ can }: Student) => can.manage,
    matching: true,
  }
  return (
    <>
      <PageHeader
        title={t('nav.students')}
        more={
          <>
            {manage && <ToImport />}
            <ExportMenu {...sheet} fixed={yearId ? { yearId } : {}} />
          </>
        }
        action={manage && !waiting && <AddButton />}
        {...(readOnly ? { hint: t('problem.year.closed') } : {})}
      />
      {manage && !waiting && <PendingNotice yearId={yearId} />}
      <DataTable
        endpoint={listStudents}
        label={t('nav.students')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        search={t('students.search')}
        sort="code"
        filters={filters}
        empty={{ title: t('students.empty'), ...(manage ? { hint: t('students.emptyHint') } : {}) }}
        {...(manage ? { selection } : {})}
      />
      <BulkStudents
        step={step}
        onEnd={() => setStep(null)}
        onDone={() => {
          setStep(null)
          setChosen(nothing)
        }}
      />
      {deciding && <Decision {...deciding} onEnd={() => setDeciding(null)} />}
      {leaving && <DeleteStudent student={leaving} onEnd={() => setLeaving(null)} />}
    </>
  )
}

function AddButton() {
  const { t } = useTranslation()
  return (
    <Button component={Link} to="/students/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('students.add')}
    </Button>
  )
}

function ToImport() {
  const { t } = useTranslation()
  return (
    <Anchor component={Link} to="/imports" search={{ kind: 'students' } as never}>
      {t('students.import')}
    </Anchor>
  )
}
