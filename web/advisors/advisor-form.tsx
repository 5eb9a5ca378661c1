import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Advisor, createAdvisor, PlaceKind, updateAdvisor } from '../../contract/advisors.ts'
import { type Compared, ComparedForm } from '../academics/compared-form.tsx'
import { type MajorChoice, useMajors } from '../academics/office-majors.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { QuotaFields, SpecialisationField } from './place-fields.tsx'
import type { AdvisorValues } from './values.ts'

/** Adds an advisor to the year; a person who has an account from an earlier year keeps it. */
export function AddAdvisor({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { yearId } = useYear()
  const initial: AdvisorValues & { login: string } = {
    name: '',
    email: '',
    login: '',
    quotas: { supervising: 5, chair: 5, second: 5, third: 5 },
    majorIds: [],
  }
  const form = useContractForm({
    endpoint: createAdvisor,
    refusedAt: { 'account.emailTaken': 'email', 'account.loginTaken': 'login' },
    initial,
    toBody: ({ email, login, ...rest }) => ({ ...rest, email: email || null, login: login || null, yearId }),
    onDone: ({ name }) => {
      toast.done(t('advisors.added', { name }))
      onEnd()
    },
  })
  const field = form.form.getInputProps
  return (
    <FormFrame form={form} submit={t('advisors.add')} onCancel={onEnd}>
      <TextInput
        label={t('advisors.name')}
        description={t('advisors.nameHint')}
        required
        data-autofocus
        {...field('name')}
      />
      <TextInput
        label={t('advisors.email')}
        description={t('advisors.emailHint')}
        type="email"
        autoComplete="off"
        {...field('email')}
      />
      <TextInput
        label={t('advisors.login')}
        description={t('advisors.loginHint')}
        autoCapitalize="none"
        autoComplete="off"
        {...field('login')}
      />
      <QuotaFields field={field} />
      <SpecialisationField field={field} />
    </FormFrame>
  )
}

interface ChangeProps {
  advisor: Advisor
  onReload: (current: unknown) => void
  onEnd: () => void
}

/** Changes name, e-mail, places and specialisations of an advisor. */
export function ChangeAdvisor({ advisor, onReload, onEnd }: ChangeProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { name, email, quotas, majors } = advisor
  const compare = useCompare()
  const initial: AdvisorValues = { name, email: email ?? '', quotas, majorIds: majors.map(({ id }) => id) }
  const form = useContractForm({
    endpoint: updateAdvisor,
    refusedAt: { 'account.emailTaken': 'email' },
    sending: { params: { advisorId: advisor.id }, ifMatch: advisor.version },
    initial,
    toBody: (values) => ({ ...values, email: values.email || null }),
    onDone: () => {
      toast.done(t('action.saved'))
      onEnd()
    },
  })
  const field = form.form.getInputProps
  return (
    <ComparedForm form={form} compare={compare} onReload={onReload} onCancel={onEnd}>
      <TextInput
        label={t('advisors.name')}
        description={t('advisors.nameHint')}
        required
        data-autofocus
        {...field('name')}
      />
      <TextInput label={t('advisors.email')} type="email" autoComplete="off" {...field('email')} />
      <QuotaFields field={field} loads={advisor.loads} />
      <SpecialisationField field={field} />
    </ComparedForm>
  )
}

/** Both versions of an advisor, field by field. */
function useCompare() {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const all = useMajors(yearId)
  const names = (ids: readonly string[]) => all.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return (current: Advisor, yours: AdvisorValues): Compared[] => [
    { name: t('advisors.name'), theirs: current.name, yours: yours.name },
    { name: t('advisors.email'), theirs: current.email, yours: yours.email },
    ...PlaceKind.options.map((kind) => ({
      name: t(`placeKind.${kind}`),
      theirs: current.quotas[kind],
      yours: yours.quotas[kind],
    })),
    { name: t('advisors.majors'), theirs: names(idsOf(current.majors)), yours: names(yours.majorIds) },
  ]
}

function idsOf(majors: readonly MajorChoice[]): string[] {
  return majors.map(({ id }) => id)
}
