import { Fieldset, MultiSelect, NumberInput, SimpleGrid } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
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
    <Fieldset legend={t('advisors.quotas')} p="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {PlaceKind.options.map((kind) => (
          <NumberInput
            key={kind}
            label={t(`placeKind.${kind}`)}
            {...(loads ? { description: t('advisors.taken', { taken: number(loads[kind]) }) } : {})}
            min={0}
            max={500}
            allowDecimal={false}
            allowNegative={false}
            required
            {...field(`quotas.${kind}`)}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
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
