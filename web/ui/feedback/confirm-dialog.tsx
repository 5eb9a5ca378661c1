import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../../api/problem.ts'
import { StepBar } from '../progress/step-bar.tsx'
import type { Step } from '../progress/use-long-action.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  opened: boolean
  title: string
  /** What will happen and what cannot be undone. */
  children: ReactNode
  /** Words of the button: what it does, never "OK". */
  confirm: string
  danger?: boolean
  pending?: boolean
  problem?: ApiProblem | null
  /** Of long work that runs: how far it is, and how it is stopped. */
  step?: Step | null
  onStop?: () => void
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone. Cancel has the focus. */
export function ConfirmDialog(props: Props) {
  const { opened, title, children, confirm, danger = false, pending = false, problem, onConfirm, onClose } = props
  const { step, onStop } = props
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={step ? () => undefined : onClose}
      title={title}
      withCloseButton={!step}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        {problem && <ProblemAlert problem={problem} />}
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        {step && <StepBar step={step} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={step ? onStop : onClose} data-autofocus>
            {t(step ? 'work.stop' : 'action.cancel')}
          </Button>
          <Button onClick={onConfirm} loading={pending} {...(danger ? { color: 'red' } : {})}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
