import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { createMajor, type Major, updateMajor } from '../../contract/academics.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../ui/form/use-contract-form.ts'

interface Values {
  name: string
  abbreviation: string
}

const atField = { 'major.nameTaken': 'name', 'major.abbreviationTaken': 'abbreviation' } as const

export function AddMajor({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { yearId } = useYear()
  const initial: Values = { name: '', abbreviation: '' }
  const form = useContractForm({
    endpoint: createMajor,
    refusedAt: atField,
    initial,
    toBody: (values) => ({ ...values, yearId }),
    onDone: ({ name }) => {
      toast.done(t('academics.added', { name }))
      onEnd()
    },
  })
  return <Fields form={form} submit={t('academics.majorAdd')} onEnd={onEnd} />
}

interface ChangeProps {
  major: Major
  onReload: (current: unknown) => void
  onEnd: () => void
}

export function ChangeMajor({ major, onReload, onEnd }: ChangeProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const initial: Values = { name: major.name, abbreviation: major.abbreviation }
  const form = useContractForm({
    endpoint: updateMajor,
    refusedAt: atField,
    sending: { params: { majorId: major.id }, ifMatch: major.version },
    initial,
    toBody: (values) => values,
    onDone: () => {
      toast.done(t('action.saved'))
      onEnd()
    },
  })
  return <Fields form={form} onReload={() => onReload(form.problem?.current)} onEnd={onEnd} />
}

interface FieldsProps {
  form: ContractForm<Values>
  submit?: string
  onReload?: () => void
  onEnd: () => void
}

function Fields({ form, submit, onReload, onEnd }: FieldsProps) {
  const { t } = useTranslation()
  const names = { name: t('academics.majorName'), abbreviation: t('academics.abbreviation') }
  return (
    <FormFrame
      form={form}
      onCancel={onEnd}
      fieldNames={names}
      {...(submit ? { submit } : {})}
      {...(onReload ? { onReload } : {})}
    >
      <TextInput label={names.name} required data-autofocus {...form.form.getInputProps('name')} />
      <TextInput
        label={names.abbreviation}
        description={t('academics.abbreviationHint')}
        required
        {...form.form.getInputProps('abbreviation')}
      />
    </FormFrame>
  )
}
