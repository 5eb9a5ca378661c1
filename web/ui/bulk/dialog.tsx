import { Modal, Progress, Stack, Text, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFrame } from '../form/frame.tsx'
import type { ContractForm } from '../form/use-contract-form.ts'

interface Props<V extends object> {
  form: ContractForm<V>
  title: string
  /** How many it is about. */
  count: number
  /** Words of the button: what it does. */
  confirm: string
  danger?: boolean
  children: ReactNode
  onEnd: () => void
}

/** Asks before one thing is done to many, says what becomes of those it cannot be done to, and shows that it is at work. */
export function BulkDialog<V extends object>({ form, title, count, confirm, danger, children, onEnd }: Props<V>) {
  const { t } = useTranslation()
  const { pending } = form
  return (
    <Modal
      opened
      // what is being done is not stopped by looking away, and its outcome must be seen
      onClose={() => !pending && onEnd()}
      title={title}
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <FormFrame form={form} submit={confirm} {...(danger ? { danger } : {})} {...(pending ? {} : { onCancel: onEnd })}>
        {typeof children === 'string' ? <Text>{children}</Text> : children}
        <Text size="sm" c="dimmed">
          {t('bulk.left')}
        </Text>
        <Stack gap={4} role="status">
          {pending && (
            <>
              <Text size="sm">{t('bulk.working', { count })}</Text>
              <Progress value={100} animated aria-hidden />
            </>
          )}
        </Stack>
      </FormFrame>
    </Modal>
  )
}

/** The number is typed as it stands: nobody takes many away by a slip of the hand. */
export function TypedNumber({ form: { form }, count }: { form: ContractForm<{ typed: string }>; count: number }) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('bulk.typed', { count })}
      inputMode="numeric"
      autoComplete="off"
      required
      data-autofocus
      {...form.getInputProps('typed')}
    />
  )
}

/** Refuses another number than the one that is asked for. */
export const checkTyped = (count: number) => (values: { typed: string }) =>
  values.typed.trim() === String(count) ? {} : { typed: 'bulk.typedWrong' as const }
