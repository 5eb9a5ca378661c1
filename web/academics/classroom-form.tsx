import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Classroom, createClassroom, updateClassroom } from '../../contract/academics.ts'
import { useYear } from '../app/session/year.ts'
import { useSearchText } from '../ui/address.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { choicesOf, useOfficeMajors } from './office-majors.ts'

const atField = { 'classroom.nameTaken': 'name' } as const

/** Adds a classroom; the major the list is filtered by is chosen already. */
export function AddClassroom({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { yearId } = useYear()
  const majors = useOfficeMajors(yearId)
  const listed = useSearchText('majorId')
  const form = useContractForm({
    endpoint: createClassroom,
    refusedAt: atField,
    initial: { name: '', majorId: majors.some(({ id }) => id === listed) ? (listed ?? '') : '' },
    toBody: (values) => values,
    onDone: ({ name }) => {
      toast.done(t('academics.added', { name }))
      onEnd()
    },
  })
  const field = form.form.getInputProps
  return (
    <FormFrame form={form} submit={t('academics.classroomAdd')} onCancel={onEnd}>
      <TextInput label={t('academics.classroomName')} required data-autofocus {...field('name')} />
      <NativeSelect
        label={t('academics.major')}
        description={t('academics.classroomMajorHint')}
        required
        data={[{ value: '', label: '' }, ...choicesOf(majors)]}
        {...field('majorId')}
      />
    </FormFrame>
  )
}

interface RenameProps {
  classroom: Classroom
  onReload: (current: unknown) => void
  onEnd: () => void
}

/** Renames a classroom. It stays with its major: the students in it study that major. */
export function RenameClassroom({ classroom, onReload, onEnd }: RenameProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: updateClassroom,
    refusedAt: atField,
    sending: { params: { classroomId: classroom.id }, ifMatch: classroom.version },
    initial: { name: classroom.name },
    onDone: () => {
      toast.done(t('action.saved'))
      onEnd()
    },
  })
  return (
    <FormFrame
      form={form}
      onCancel={onEnd}
      fieldNames={{ name: t('academics.classroomName') }}
      onReload={() => onReload(form.problem?.current)}
    >
      <TextInput label={t('academics.classroomName')} required data-autofocus {...form.form.getInputProps('name')} />
    </FormFrame>
  )
}
