import { Fieldset, MultiSelect, NumberInput, type NumberInputProps, SimpleGrid } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Advisor, PlaceKind } from '../../contract/advisors.ts'
import { choicesOf, useMajors } from '../academics/office-majors.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import type { AdvisorValues } from './values.ts'

type Field = UseFormReturnType<AdvisorValues>['getInputProps']

interface QuotaProps {
  field: Field
  /** Places taken now, shown beside the quota. */
  loads?: Advisor['loads']
}

/** How many places of each kind an advisor gives. */
export function QuotaFields({ field, loads }: QuotaProps) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Quotas legend={t('advisors.quotas')}>
      {PlaceKind.options.map((kind) => (
        <QuotaInput
          key={kind}
          kind={kind}
          {...(loads ? { description: t('advisors.taken', { taken: number(loads[kind]) }) } : {})}
          required
          {...field(`quotas.${kind}`)}
        />
      ))}
    </Quotas>
  )
}

/** The same for many advisors: what is left empty stays as it is with each. */
export function SomeQuotaFields({ field }: { field: (path: string) => object }) {
  const { t } = useTranslation()
  return (
    <Quotas legend={t('advisors.quotas')}>
      {PlaceKind.options.map((kind, at) => (
        <QuotaInput
          key={kind}
          kind={kind}
          placeholder={t('advisors.quotaStays')}
          {...(at === 0 ? { 'data-autofocus': true } : {})}
          {...field(`quotas.${kind}`)}
        />
      ))}
    </Quotas>
  )
}

function Quotas({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <Fieldset legend={legend} p="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {children}
      </SimpleGrid>
    </Fieldset>
  )
}

function QuotaInput({ kind, ...rest }: NumberInputProps & { kind: PlaceKind }) {
  const { t } = useTranslation()
  return (
    <NumberInput
      label={t(`placeKind.${kind}`)}
      min={0}
      max={500}
      allowDecimal={false}
      allowNegative={false}
      {...rest}
    />
  )
}

/** The majors an advisor is specialised in; none means all. */
export function SpecialisationField({ field }: { field: Field }) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const majors = useMajors(yearId)
  return (
    <MultiSelect
      label={t('advisors.majors')}
      description={t('advisors.majorsHint')}
      data={choicesOf(majors)}
      searchable
      clearable
      {...field('majorIds')}
    />
  )
}
