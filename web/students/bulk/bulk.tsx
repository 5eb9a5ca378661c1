import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BulkAnswer } from '../../../contract/endpoint/bulk.ts'
import { useSearchText } from '../../ui/address.ts'
import type { Chosen } from '../../ui/bulk/chosen.ts'
import { BulkResult } from '../../ui/bulk/result.tsx'
import { ApproveMany, MoveMany, RejectMany, RemoveMany } from './dialogs.tsx'

/** What somebody is about to do to many. */
export interface BulkStep {
  action: 'approve' | 'reject' | 'move' | 'remove'
  chosen: Chosen
}

interface ActionsProps {
  chosen: Chosen
  onStep: (step: BulkStep) => void
}

/** What can be done with the chosen students; deciding where those are listed who wait for it. */
export function BulkActions({ chosen, onStep }: ActionsProps) {
  const { t } = useTranslation()
  const begin = (action: BulkStep['action']) => () => onStep({ action, chosen })
  const deciding = useSearchText('status') === 'pending'
  return (
    <>
      {deciding && (
        <>
          <Button onClick={begin('approve')}>{t('students.approve')}</Button>
          <Button variant="default" onClick={begin('reject')}>
            {t('students.reject')}
          </Button>
        </>
      )}
      <Button variant="default" onClick={begin('move')}>
        {t('students.move')}
      </Button>
      <Button variant="default" onClick={begin('remove')}>
        {t('students.remove')}
      </Button>
    </>
  )
}

interface Props {
  step: BulkStep | null
  onEnd: () => void
  onDone: () => void
}

const dialogs = { approve: ApproveMany, reject: RejectMany, move: MoveMany, remove: RemoveMany } as const

/** The question before, and what became of each after. */
export function BulkStudents({ step, onEnd, onDone }: Props) {
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  if (answer) return <BulkResult answer={answer} onClose={() => setAnswer(null)} />
  if (!step) return null
  const Dialog = dialogs[step.action]
  const done = (told: BulkAnswer) => {
    setAnswer(told)
    onDone()
  }
  return <Dialog chosen={step.chosen} onEnd={onEnd} onDone={done} />
}
