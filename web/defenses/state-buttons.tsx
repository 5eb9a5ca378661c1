import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeDefenseState, type Defense, type DefenseStatus } from '../../contract/defenses.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { ProblemAlert } from '../ui/feedback/problem-alert.tsx'
import { ReasonDialog } from '../ui/feedback/reason-dialog.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { useAction } from '../ui/feedback/use-action.ts'

interface Props {
  defense: Defense
}

type Asking = 'completed' | 'postponed' | 'cancelled' | null
type Change = Parameters<ReturnType<typeof useAction<typeof changeDefenseState>>['run']>[0]['body']

/** Starts and completes a defense; postpones or cancels it with a reason. */
export function StateButtons({ defense }: Props) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<Asking>(null)
  const { change, pending, problem, clear } = useChange(defense, () => setAsking(null))
  const { status } = defense
  const ask = (what: Asking) => {
    clear()
    setAsking(what)
  }
  const { code } = defense.project
  const close = () => ask(null)
  return (
    <>
      {problem && asking === null && <ProblemAlert problem={problem} />}
      {status === 'scheduled' && (
        <Button onClick={() => change({ status: 'in_progress' })} loading={pending && asking === null}>
          {t('defenses.start')}
        </Button>
      )}
      {status === 'in_progress' && <Button onClick={() => ask('completed')}>{t('defenses.complete')}</Button>}
      {canPostpone(status) && (
        <Button variant="default" onClick={() => ask('postponed')}>
          {t('defenses.postpone')}
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={() => ask('cancelled')}>
        {t('defenses.cancel')}
      </Button>
      <ConfirmDialog
        opened={asking === 'completed'}
        title={t('defenses.completeTitle')}
        confirm={t('defenses.complete')}
        pending={pending}
        problem={problem}
        onConfirm={() => change({ status: 'completed' })}
        onClose={close}
      >
        {t('defenses.completeHint', { code })}
      </ConfirmDialog>
      <ReasonDialog
        opened={asking === 'postponed'}
        title={t('defenses.postponeTitle', { code })}
        confirm={t('defenses.postpone')}
        pending={pending}
        problem={problem}
        onConfirm={(reason) => change({ status: 'postponed', reason })}
        onClose={close}
      >
        {t('defenses.postponeHint')}
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'cancelled'}
        title={t('defenses.cancelTitle', { code })}
        confirm={t('defenses.cancel')}
        danger
        pending={pending}
        problem={problem}
        onConfirm={(reason) => change({ status: 'cancelled', reason })}
        onClose={close}
      >
        {t('defenses.cancelHint')}
      </ReasonDialog>
    </>
  )
}

function canPostpone(status: DefenseStatus): boolean {
  return status === 'scheduled' || status === 'in_progress'
}

const said = {
  in_progress: 'defenses.started',
  completed: 'defenses.completed',
  postponed: 'defenses.postponed',
  cancelled: 'defenses.cancelled',
} as const

/** The write itself. Somebody else may have been faster: then what is shown is fetched again. */
function useChange(defense: Defense, onDone: () => void) {
  const { t } = useTranslation()
  const toast = useToast()
  const queries = useQueryClient()
  const action = useAction(changeDefenseState, { onDone, quiet: true })
  const change = async (body: Change) => {
    const worked = await action.run({ params: { projectId: defense.projectId }, ifMatch: defense.version, body })
    if (worked) toast.done(t(said[body.status]))
    else void queries.invalidateQueries({ queryKey: ['readDefense'] })
  }
  return { ...action, change: (body: Change) => void change(body) }
}
