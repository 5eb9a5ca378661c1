import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type ScoreSheet, saveSheet } from '../../contract/scoring.ts'
import { type Compared, ComparedForm } from '../academics/compared-form.tsx'
import { useBase } from '../defenses/use-base.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { dropDraft } from '../ui/form/draft.ts'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { Section } from '../ui/section.tsx'
import { HandIn } from './hand-in.tsx'
import { SheetFields, type SheetValues } from './sheet-fields.tsx'

interface Props {
  sheet: ScoreSheet
}

/** The reader's own sheet: scores, comment, the running total; saved as often as wanted and handed in once. */
export function OwnSheet({ sheet }: Props) {
  const { t } = useTranslation()
  const { base, touched, restart } = useBase(sheet)
  const role = t(`evaluator.${sheet.evaluator}`)
  return (
    <Section title={t('scoring.ownSheet', { evaluator: role })} hint={t('scoring.ownSheetHint')}>
      <SheetForm key={base.version} sheet={base} touched={touched} onRestart={restart} />
    </Section>
  )
}

interface FormProps {
  sheet: ScoreSheet
  touched: { current: boolean }
  onRestart: (current: ScoreSheet | undefined) => void
}

function SheetForm({ sheet, touched, onRestart }: FormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const queries = useQueryClient()
  const { projectId, evaluator, version } = sheet
  const params = { projectId, evaluator }
  const draft = `sheet.${projectId}.${evaluator}`
  const initial: SheetValues = {
    items: sheet.items.map(({ itemId, score }) => ({ itemId, score: score ?? '' })),
    comment: sheet.comment ?? '',
  }
  const form = useContractForm({
    endpoint: saveSheet,
    initial,
    sending: { params, ifMatch: version },
    toBody: bodyOf,
    draft,
    onDone: (answer) => {
      toast.done(t('scoring.sheetSaved'))
      onRestart(answer)
    },
  })
  const values = form.form.getValues()
  const over = sheet.items.some(({ maximum }, index) => Number(values.items[index]?.score ?? 0) > maximum)
  useEffect(() => {
    touched.current = form.form.isDirty() || form.restored
  })
  return (
    <ComparedForm
      form={over ? { ...form, submit: stayAtError } : form}
      submit={t('scoring.saveSheet')}
      compare={(current: ScoreSheet, yours) => compare(current, yours, t('scoring.comment'))}
      onReload={(current) => {
        form.discard()
        onRestart(current)
      }}
    >
      <SheetFields sheet={sheet} form={form.form} />
      <HandIn
        sheet={sheet}
        body={bodyOf(values)}
        changed={form.form.isDirty() || form.restored}
        blocked={over || values.items.some(({ score }) => score === '')}
        onDone={() => {
          dropDraft(draft)
          touched.current = false
          void queries.invalidateQueries({ queryKey: ['listSheets'] })
        }}
      />
    </ComparedForm>
  )
}

/** The sheet as it was saved elsewhere and as it is typed here, item by item. */
function compare(current: ScoreSheet, yours: SheetValues, comment: string): Compared[] {
  const typed = new Map(yours.items.map(({ itemId, score }) => [itemId, score]))
  return [
    ...current.items.map(({ itemId, name, score }) => ({ name, theirs: score, yours: typed.get(itemId) })),
    { name: comment, theirs: current.comment, yours: yours.comment },
  ]
}

/** A score above its maximum is marked at its field; nothing is sent before it is mended. */
function stayAtError(event?: React.FormEvent<HTMLFormElement>) {
  event?.preventDefault()
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

function bodyOf({ items, comment }: SheetValues) {
  return {
    items: items.map(({ itemId, score }) => ({ itemId, score: score === '' ? null : score })),
    comment: comment.trim() === '' ? null : comment,
  }
}
