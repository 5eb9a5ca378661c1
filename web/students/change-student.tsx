import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listClassrooms } from '../../contract/academics.ts'
import { Gender, type Student, updateStudent } from '../../contract/students.ts'
import { type Compared, ComparedForm } from '../academics/compared-form.tsx'
import { useMajors } from '../academics/office-majors.ts'
import { queryFor } from '../api/queries.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { StudentFields } from './student-fields.tsx'
import { atField, bodyOf, checkCode, type StudentValues, valuesOf } from './values.ts'

interface Props {
  student: Student
  onEnd: () => void
}

/** The record as it was when the form opened; a decision taken on this page brings a newer one. */
export function ChangeStudent({ student, onEnd }: Props) {
  const [base, setBase] = useState(student)
  // Only the status moves by itself; what others typed meanwhile is shown when this form is saved.
  useEffect(() => setBase((now) => (sameRecord(now, student) ? student : now)), [student])
  return <Form key={base.version} student={base} onReload={setBase} onEnd={onEnd} />
}

function sameRecord(one: Student, other: Student): boolean {
  return JSON.stringify(valuesOf(one)) === JSON.stringify(valuesOf(other))
}

function Form({ student, onReload, onEnd }: Props & { onReload: (current: Student) => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { years } = useYear()
  const compare = useCompare(student.yearId)
  const pattern = years.find(({ id }) => id === student.yearId)?.studentCodePattern
  const form = useContractForm({
    endpoint: updateStudent,
    refusedAt: atField,
    sending: { params: { studentId: student.id }, ifMatch: student.version },
    initial: valuesOf(student),
    toBody: bodyOf,
    // An ID that stands already is not asked again, whatever the form of the year is now.
    check: (values) => (values.code === student.code ? {} : checkCode(values, pattern)),
    onDone: (saved) => {
      toast.done(t('action.saved'))
      onReload(saved)
    },
  })
  return (
    <div style={{ maxWidth: '44rem' }}>
      <ComparedForm form={form} compare={compare} onReload={onReload} onCancel={onEnd}>
        <StudentFields form={form} yearId={student.yearId} pattern={pattern} />
      </ComparedForm>
    </div>
  )
}

const texts = ['code', 'givenName', 'surname', 'givenNameLatin', 'surnameLatin', 'telephone', 'email'] as const

/** Both versions of a student, field by field, in words. */
function useCompare(yearId: string) {
  const { t } = useTranslation()
  const majors = useMajors(yearId)
  const query = { pageSize: 100, yearId }
  const rooms = useQuery({ ...queryFor(listClassrooms, { query }), staleTime: 60_000 }).data?.items ?? []
  const nameIn = (list: readonly { id: string; name: string }[], id: string) => list.find((one) => one.id === id)?.name
  const genderOf = (value: string) => {
    const gender = Gender.safeParse(value)
    return gender.success ? t(`gender.${gender.data}`) : ''
  }
  return (current: Student, yours: StudentValues): Compared[] => [
    ...texts.map((field) => ({ name: t(`students.${field}`), theirs: current[field], yours: yours[field] })),
    { name: t('students.gender'), theirs: genderOf(current.gender), yours: genderOf(yours.gender) },
    { name: t('academics.major'), theirs: current.major.name, yours: nameIn(majors, yours.majorId) },
    { name: t('students.classroom'), theirs: current.classroom.name, yours: nameIn(rooms, yours.classroomId) },
  ]
}
