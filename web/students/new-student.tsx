import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { createStudent } from '../../contract/students.ts'
import { useYear } from '../app/session/year.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { fullName } from './full-name.ts'
import { StudentFields } from './student-fields.tsx'
import { atField, bodyOf, checkCode, emptyStudent } from './values.ts'

/** Adds a student, approved at once. */
export function NewStudentPage() {
  const { t } = useTranslation()
  const { readOnly } = useYear()
  return (
    <>
      <PageHeader
        title={t('students.add')}
        crumbs={[{ label: t('nav.students'), to: '/students' }]}
        hint={t('students.addHint')}
      />
      <Section>
        {readOnly ? <EmptyState title={t('problem.year.closed')} hint={t('students.addClosed')} /> : <NewStudent />}
      </Section>
    </>
  )
}

function NewStudent() {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const { year } = useYear()
  const back = () => void navigate({ to: '/students' })
  const form = useContractForm({
    endpoint: createStudent,
    refusedAt: atField,
    initial: emptyStudent,
    toBody: bodyOf,
    check: (values) => checkCode(values, year?.studentCodePattern),
    draft: 'new-student',
    onDone: (student) => {
      toast.done(t('students.added', { name: fullName(student) }))
      back()
    },
  })
  return (
    <div style={{ maxWidth: '44rem' }}>
      <FormFrame form={form} submit={t('students.add')} onCancel={back}>
        <StudentFields form={form} yearId={year?.id} pattern={year?.studentCodePattern} />
      </FormFrame>
    </div>
  )
}
