import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Sending } from '../api/sending.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'

interface Props<E extends Endpoint> {
  endpoint: E
  sending: Sending<E>
  title: string
  /** What will happen. */
  children: string
  /** Words of the button; "Delete" unless told. */
  confirm?: string
  /** Said when it is done. */
  done: string
  /** Why it cannot be, and what to do first: said instead of the question. */
  blocked: string
  /** What depends on the record, as far as the list knows; nothing lets the question be asked. */
  uses: readonly ReactNode[]
  /** The same from the refusal of the server, which knows all of it. */
  usesOf: (data: Readonly<Record<string, unknown>>) => readonly ReactNode[]
  onEnd: () => void
  onDone?: () => void
}

/** Asks before a record is deleted; while something depends on it, says what instead of asking. */
export function DeleteDialog<E extends Endpoint>(props: Props<E>) {
  const { t } = useTranslation()
  const { endpoint, sending, title, children, done, blocked, onEnd, onDone } = props
  const remove = useAction(endpoint, {
    done,
    quiet: true,
    onDone: () => {
      onEnd()
      onDone?.()
    },
  })
  const refused = remove.problem?.code.endsWith('.inUse') ? props.usesOf(remove.problem.data) : []
  const uses = refused.length > 0 ? refused : props.uses
  if (uses.length > 0) return <Blocked title={title} text={blocked} uses={uses} onEnd={onEnd} />
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={props.confirm ?? t('action.delete')}
      danger
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => void remove.run(sending)}
      onClose={onEnd}
    >
      {children}
    </ConfirmDialog>
  )
}

interface BlockedProps {
  title: string
  text: string
  uses?: readonly ReactNode[]
  onEnd: () => void
}

/** Says why something cannot be done now, and what to do first. */
export function Blocked({ title, text, uses = [], onEnd }: BlockedProps) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={onEnd} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack>
        <Text>{text}</Text>
        {uses.length > 0 && (
          <List>
            {uses.map((use, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it is shown
              <List.Item key={index}>{use}</List.Item>
            ))}
          </List>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onEnd} data-autofocus>
            {t('action.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
