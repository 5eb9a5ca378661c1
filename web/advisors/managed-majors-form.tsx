import { MultiSelect, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Advisor, setManagedMajors } from '../../contract/advisors.ts'
import { ComparedForm } from '../academics/compared-form.tsx'
import { choicesOf, useMajors } from '../academics/office-majors.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { useContractForm } from '../ui/form/use-contract-form.ts'

interface Props {
  advisor: Advisor
  onReload: (current: unknown) => void
  onEnd: () => void
}

/** Makes an advisor department admin of some majors, or ends that. */
export function ManagedMajorsForm({ advisor, onReload, onEnd }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const { yearId } = useYear()
  const majors = useMajors(yearId)
  const label = t('advisors.managed')
  const names = (ids: readonly string[]) => majors.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  const form = useContractForm({
    endpoint: setManagedMajors,
    sending: { params: { advisorId: advisor.id }, ifMatch: advisor.version },
    initial: { majorIds: advisor.managedMajors.map(({ id }) => id) },
    onDone: ({ managedMajors }) => {
      toast.done(
        t(managedMajors.length > 0 ? 'advisors.managedSaved' : 'advisors.managedEnded', { name: advisor.name }),
      )
      onEnd()
    },
  })
  return (
    <ComparedForm
      form={form}
      onCancel={onEnd}
      onReload={onReload}
      compare={(current: Advisor, yours) => [
        { name: label, theirs: current.managedMajors, yours: names(yours.majorIds) },
      ]}
    >
      <Text>{t('advisors.managedHint')}</Text>
      <MultiSelect
        label={label}
        description={t('advisors.managedNone')}
        data={choicesOf(majors)}
        searchable
        clearable
        data-autofocus
        {...form.form.getInputProps('majorIds')}
      />
    </ComparedForm>
  )
}
