import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { exampleOfCode } from '../../contract/academics/student-code.ts'
import { listClassrooms } from '../../contract/academics.ts'
import { Gender } from '../../contract/students.ts'
import { choicesOf, useOfficeMajors } from '../academics/office-majors.ts'
import { queryFor } from '../api/queries.ts'
import type { ContractForm } from '../ui/form/use-contract-form.ts'
import type { StudentValues } from './values.ts'

interface Props {
  form: ContractForm<StudentValues>
  yearId: string | undefined
  /** The form of student IDs of the year, of which an example is shown. */
  pattern: string | undefined
}

interface Placed {
  majorId: string
  classroomId: string
}

/** The record of a student. */
export function StudentFields({ form, yearId, pattern }: Props) {
  const { t } = useTranslation()
  const field = form.form.getInputProps
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        label={t('students.code')}
        autoComplete="off"
        autoCapitalize="characters"
        required
        description={pattern && t('field.example', { example: exampleOfCode(pattern) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...field('code')}
      />
      <NativeSelect
        label={t('students.gender')}
        required
        data={[{ value: '', label: '' }, ...Gender.options.map((value) => ({ value, label: t(`gender.${value}`) }))]}
        {...field('gender')}
      />
      <TextInput label={t('students.givenName')} autoComplete="off" required {...field('givenName')} />
      <TextInput label={t('students.surname')} autoComplete="off" required {...field('surname')} />
      <TextInput label={t('students.givenNameLatin')} autoComplete="off" {...field('givenNameLatin')} />
      <TextInput label={t('students.surnameLatin')} autoComplete="off" {...field('surnameLatin')} />
      <PlaceFields form={form} yearId={yearId} />
      <TextInput label={t('students.telephone')} type="tel" autoComplete="off" {...field('telephone')} />
      <TextInput label={t('students.email')} type="email" autoComplete="off" {...field('email')} />
    </SimpleGrid>
  )
}

/** Major, then one of its classrooms. */
export function PlaceFields<V extends Placed>({
  form: { form },
  yearId,
}: { form: ContractForm<V> } & Pick<Props, 'yearId'>) {
  const { t } = useTranslation()
  const majors = useOfficeMajors(yearId)
  const { majorId } = form.getValues()
  const query = { pageSize: 100, sort: 'name' as const, yearId, majorId }
  const rooms = useQuery({ ...queryFor(listClassrooms, { query }), enabled: majorId !== '' })
  const choices = (rooms.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const none = majorId !== '' && rooms.isSuccess && choices.length === 0
  return (
    <>
      <NativeSelect
        label={t('academics.major')}
        required
        data={[{ value: '', label: '' }, ...choicesOf(majors)]}
        {...form.getInputProps('majorId')}
        onChange={(event) => form.setValues({ majorId: event.currentTarget.value, classroomId: '' } as Partial<V>)}
      />
      <NativeSelect
        label={t('students.classroom')}
        required
        disabled={majorId === '' || none}
        data={[{ value: '', label: majorId === '' ? t('students.majorFirst') : '' }, ...choices]}
        {...(none ? { description: t('students.noClassrooms') } : {})}
        {...form.getInputProps('classroomId')}
      />
    </>
  )
}
