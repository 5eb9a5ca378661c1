import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeAdvisors, PlaceKind } from '../../../contract/advisors.ts'
import type { BulkAnswer } from '../../../contract/endpoint/bulk.ts'
import { type Chosen, countOf, selectionOf } from '../../ui/bulk/chosen.ts'
import { BulkDialog, checkTyped, TypedNumber } from '../../ui/bulk/dialog.tsx'
import { BulkResult } from '../../ui/bulk/result.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { SomeQuotaFields } from '../place-fields.tsx'

/** What somebody is about to do to many. */
export interface BulkStep {
  action: 'quotas' | 'remove'
  chosen: Chosen
}

interface ActionsProps {
  chosen: Chosen
  onStep: (step: BulkStep) => void
}

/** What can be done with the chosen advisors. */
export function BulkActions({ chosen, onStep }: ActionsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button onClick={() => onStep({ action: 'quotas', chosen })}>{t('advisors.changeQuotas')}</Button>
      <Button variant="default" onClick={() => onStep({ action: 'remove', chosen })}>
        {t('advisors.remove')}
      </Button>
    </>
  )
}

interface Props {
  step: BulkStep | null
  onEnd: () => void
  onDone: () => void
}

/** The question before, and what became of each after. */
export function BulkAdvisors({ step, onEnd, onDone }: Props) {
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  if (answer) return <BulkResult answer={answer} onClose={() => setAnswer(null)} />
  if (!step) return null
  const Dialog = step.action === 'quotas' ? ChangeQuotas : RemoveMany
  const done = (told: BulkAnswer) => {
    setAnswer(told)
    onDone()
  }
  return <Dialog chosen={step.chosen} onEnd={onEnd} onDone={done} />
}

interface DialogProps {
  chosen: Chosen
  onEnd: () => void
  onDone: (answer: BulkAnswer) => void
}

const emptyQuotas = { supervising: '', chair: '', second: '', third: '' } as Record<PlaceKind, number | ''>

/** The same quotas for all of them, of the kinds that are filled in. */
function ChangeQuotas({ chosen, onEnd, onDone }: DialogProps) {
  const { t } = useTranslation()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeAdvisors,
    initial: { quotas: emptyQuotas },
    toBody: ({ quotas }) => ({
      action: 'quotas',
      selection: selectionOf(chosen),
      quotas: Object.fromEntries(Object.entries(quotas).filter(([, quota]) => quota !== '')),
    }),
    onDone,
  })
  const none = PlaceKind.options.every((kind) => form.form.getValues().quotas[kind] === '')
  return (
    <BulkDialog
      form={form}
      title={t('advisors.quotasMany', { count })}
      count={count}
      confirm={t('action.save')}
      onEnd={onEnd}
    >
      <Text>{t('advisors.quotasManyHint')}</Text>
      <SomeQuotaFields field={form.form.getInputProps} />
      {form.form.errors.quotas && none && (
        <Text c="red" size="sm" role="alert">
          {t('advisors.quotasNone')}
        </Text>
      )}
    </BulkDialog>
  )
}

function RemoveMany({ chosen, onEnd, onDone }: DialogProps) {
  const { t } = useTranslation()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeAdvisors,
    initial: { typed: '' },
    toBody: () => ({ action: 'remove', selection: selectionOf(chosen) }),
    check: checkTyped(count),
    onDone,
  })
  return (
    <BulkDialog
      form={form}
      title={t('advisors.removeMany', { count })}
      count={count}
      confirm={t('advisors.remove')}
      danger
      onEnd={onEnd}
    >
      <Text>{t('advisors.removeAsk')}</Text>
      <TypedNumber form={form} count={count} />
    </BulkDialog>
  )
}
