import { NumberInput, Stack, Text, Textarea } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ScoreSheet } from '../../contract/scoring.ts'
import { useFormat } from '../i18n/use-format.ts'
import { sumOf } from './rubrics/formula.ts'
import classes from './scoring.module.css'

export interface SheetValues {
  items: { itemId: string; score: number | '' }[]
  comment: string
}

interface Props {
  sheet: ScoreSheet
  form: UseFormReturnType<SheetValues>
}

/** One score per item with its maximum beside it, the running total, the comment for the students. */
export function SheetFields({ sheet, form }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const values = form.getValues()
  const total = number(sumOf(values.items.map(({ score }) => score)))
  return (
    <Stack gap="sm">
      {sheet.items.map((item, index) => (
        <ScoreField key={item.itemId} item={item} index={index} form={form} />
      ))}
      <Text fw={600} ta="right" role="status">
        {t('scoring.total')}: {t('scoring.totalOf', { total, maximum: number(sheet.maximum) })}
      </Text>
      <Textarea
        label={t('scoring.comment')}
        description={t('scoring.commentHint')}
        autosize
        minRows={3}
        {...form.getInputProps('comment')}
      />
    </Stack>
  )
}

interface FieldProps {
  item: ScoreSheet['items'][number]
  index: number
  form: UseFormReturnType<SheetValues>
}

function ScoreField({ item, index, form }: FieldProps) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const path = `items.${index}.score`
  const score = form.getValues().items[index]?.score ?? ''
  const maximum = number(item.maximum)
  const over = score !== '' && score > item.maximum
  const id = `score-${item.itemId}`
  return (
    <div className={classes.item}>
      <label htmlFor={id}>{item.name}</label>
      <NumberInput
        id={id}
        value={score}
        onChange={(value) => form.setFieldValue(path, (value === '' ? '' : Number(value)) as never)}
        error={over ? t('scoring.overMaximum', { maximum }) : form.errors[path]}
        min={0}
        clampBehavior="none"
        allowNegative={false}
        decimalScale={2}
        allowedDecimalSeparators={['.', ',']}
        hideControls
        inputMode="decimal"
        aria-describedby={`${id}-max`}
      />
      <Text span id={`${id}-max`} c="dimmed">
        {t('scoring.outOf', { maximum })}
      </Text>
    </div>
  )
}
