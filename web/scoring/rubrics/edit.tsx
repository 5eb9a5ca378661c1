import { Alert, Select, SimpleGrid } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Rounding, type Rubrics, updateRubrics } from '../../../contract/scoring.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { Section } from '../../ui/section.tsx'
import { BoundaryList, type BoundaryValues } from './boundary-list.tsx'
import { sumOf } from './formula.ts'
import { ItemList, type ItemValues } from './item-list.tsx'
import { ScorePreview } from './score-preview.tsx'

interface Props {
  rubrics: Rubrics
  touched: { current: boolean }
  onRestart: (current: Rubrics | undefined) => void
}

interface Values {
  advisor: ItemValues[]
  committee: ItemValues[]
  boundaries: BoundaryValues[]
  rounding: Rounding
}

/** Both rubrics, the grades and the rounding rule of a year in one form, because they count only together. */
export function RubricsForm({ rubrics, touched, onRestart }: Props) {
  const { t } = useTranslation()
  const form = useRubricsForm(rubrics, onRestart)
  const { errors } = form.form
  const values = form.form.getValues()
  useEffect(() => {
    touched.current = form.form.isDirty()
  })
  return (
    <FormFrame
      form={form}
      fieldNames={{
        advisor: t('scoring.advisorSheet'),
        committee: t('scoring.committeeSheet'),
        rounding: t('scoring.rounding'),
      }}
      onReload={() => onRestart(form.problem?.current as Rubrics | undefined)}
    >
      <SumNotice sum={sumOf([...values.advisor, ...values.committee].map(({ maximum }) => maximum))} />
      <div>
        <SimpleGrid cols={{ base: 1, xl: 2 }} spacing="md" verticalSpacing={0}>
          {(['advisor', 'committee'] as const).map((sheet) => (
            <Section key={sheet} title={t(`scoring.${sheet}Sheet`)}>
              <ItemList
                path={sheet}
                items={values[sheet]}
                errors={errors}
                onChange={(items) => form.form.setFieldValue(sheet, items as never)}
              />
            </Section>
          ))}
        </SimpleGrid>
        <Section title={t('scoring.boundaries')} hint={t('scoring.boundariesHint')}>
          <BoundaryList
            boundaries={values.boundaries}
            errors={errors}
            onChange={(boundaries) => form.form.setFieldValue('boundaries', boundaries as never)}
          />
          <Select
            mt="md"
            maw="28rem"
            label={t('scoring.rounding')}
            allowDeselect={false}
            data={Rounding.options.map((value) => ({ value, label: t(`rounding.${value}`) }))}
            {...form.form.getInputProps('rounding')}
          />
        </Section>
        <ScorePreview boundaries={values.boundaries} rounding={values.rounding} />
      </div>
    </FormFrame>
  )
}

function useRubricsForm(rubrics: Rubrics, onRestart: Props['onRestart']) {
  const { t } = useTranslation()
  const toast = useToast()
  const item = ({ name, maximum }: ItemValues): ItemValues => ({ name, maximum })
  const initial: Values = {
    advisor: rubrics.advisor.map(item),
    committee: rubrics.committee.map(item),
    boundaries: rubrics.boundaries.map(({ grade, minimum }) => ({ grade, minimum })),
    rounding: rubrics.rounding,
  }
  return useContractForm({
    endpoint: updateRubrics,
    initial,
    sending: { ifMatch: rubrics.version },
    toBody: (values) => ({ ...values, yearId: rubrics.yearId }),
    onDone: (answer) => {
      toast.done(t('scoring.rubricsSaved'))
      onRestart(answer)
    },
  })
}

/** The running sum of all maxima, and whether it is what it must be. */
function SumNotice({ sum }: { sum: number }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const right = sum === 100
  return (
    <Alert color={right ? 'green' : 'red'} py="xs" role="status">
      {t(right ? 'scoring.sumRight' : 'scoring.sumWrong', { sum: number(sum) })}
    </Alert>
  )
}
