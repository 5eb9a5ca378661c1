import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Reason } from '../../../contract/endpoint.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { fieldMessage, type Issue } from '../form/issues.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  opened: boolean
  title: string
  children?: ReactNode
  /** Words of the button. */
  confirm: string
  /** Name of the field; "Reason" unless told. */
  label?: string
  danger?: boolean
  pending?: boolean
  problem?: ApiProblem | null
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Asks for the reason of an exceptional decision; the contract's rule for reasons decides what is enough. */
export function ReasonDialog(props: Props) {
  const { opened, title, onClose } = props
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <ReasonForm {...props} />
    </Modal>
  )
}

function ReasonForm({ children, confirm, label, danger = false, pending = false, problem, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = Reason.safeParse(reason)
    if (parsed.success) return onConfirm(parsed.data)
    const { key, values } = fieldMessage((parsed.error.issues[0] ?? {}) as Issue, reason)
    setError((t as (key: string, data?: object) => string)(key, values))
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {problem && <ProblemAlert problem={problem} />}
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        <Textarea
          label={label ?? t('reason.label')}
          description={t('reason.hint')}
          required
          autosize
          minRows={3}
          data-autofocus
          value={reason}
          error={error}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setError(null)
          }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={pending} {...(danger ? { color: 'red' } : {})}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
