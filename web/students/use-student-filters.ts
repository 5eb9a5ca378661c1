import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listClassrooms } from '../../contract/academics.ts'
import { Gender, type listStudents, StudentStatus } from '../../contract/students.ts'
import { choicesOf, useMajors } from '../academics/office-majors.ts'
import { queryFor } from '../api/queries.ts'
import { useSearchText } from '../ui/address.ts'
import type { Filter } from '../ui/table/list-endpoint.ts'

/** The filters of the list; the classrooms on offer are those of the chosen major. */
export function useStudentFilters(yearId: string | undefined): Filter<typeof listStudents>[] {
  const { t } = useTranslation()
  const majors = useMajors(yearId)
  const majorId = useSearchText('majorId')
  const query = { pageSize: 100, sort: 'name' as const, yearId, ...(majorId ? { majorId } : {}) }
  const classrooms = useQuery({ ...queryFor(listClassrooms, { query }), staleTime: 60_000 }).data?.items ?? []
  return [
    {
      name: 'status',
      label: t('students.status'),
      options: StudentStatus.options.map((value) => ({ value, label: t(`studentStatus.${value}`) })),
    },
    { name: 'majorId', label: t('academics.major'), options: choicesOf(majors) },
    {
      name: 'classroomId',
      label: t('students.classroom'),
      options: classrooms.map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      name: 'gender',
      label: t('students.gender'),
      options: Gender.options.map((value) => ({ value, label: t(`gender.${value}`) })),
    },
    {
      name: 'withProject',
      label: t('students.project'),
      options: [
        { value: 'true', label: t('students.withProject') },
        { value: 'false', label: t('students.withoutProject') },
      ],
    },
  ]
}
