import { Alert, Anchor, Button, Group, Stack } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../feedback/problem-alert.tsx'
import type { ContractForm } from './use-contract-form.ts'

// Fetched when two people collide; its table would weigh on the sign-in page.
const ConflictNotice = lazy(() =>
  import('../feedback/conflict-notice.tsx').then((module) => ({ default: module.ConflictNotice })),
)

interface Props<V extends object> {
  form: ContractForm<V>
  children: ReactNode
  /** Words of the one button that sends; "Save" unless told. */
  submit?: string
  onCancel?: () => void
  /** Names of the fields in the comparison of a conflict; the others are left out of it. */
  fieldNames?: Partial<Record<keyof V & string, string>>
  /** Takes the saved version after a conflict: fetch the record again. */
  onReload?: () => void
  /** What it sends cannot be taken back. */
  danger?: boolean
  /** The button fills the width (narrow cards such as sign in). */
  wide?: boolean
}

/** The frame of every form: what went wrong on top, the fields, one button that sends. */
export function FormFrame<V extends object>(props: Props<V>) {
  const { form, children, onCancel, wide } = props
  const { t } = useTranslation()
  return (
    <form onSubmit={form.submit} noValidate>
      <Stack gap="md">
        <Trouble {...props} />
        {form.restored && (
          <Alert color="gray" py="xs">
            {t('draft.restored')}{' '}
            <Anchor component="button" type="button" underline="always" onClick={form.discard}>
              {t('draft.discard')}
            </Anchor>
          </Alert>
        )}
        {children}
        <Group justify={wide ? 'stretch' : 'flex-end'} gap="sm" mt="xs" grow={wide ?? false}>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
          )}
          <Button type="submit" loading={form.pending} {...(props.danger ? { color: 'red' } : {})}>
            {props.submit ?? t('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Trouble<V extends object>({ form, fieldNames, onReload }: Props<V>) {
  const { problem } = form
  if (!problem) return null
  if (problem.code !== 'version.stale' || !problem.current) return <ProblemAlert problem={problem} />
  return (
    <Suspense>
      <ConflictNotice
        theirs={problem.current as Record<string, unknown>}
        yours={form.form.getValues() as Record<string, unknown>}
        names={(fieldNames ?? {}) as Record<string, string>}
        onReload={() => {
          form.clearProblem()
          form.discard()
          onReload?.()
        }}
        onOverwrite={form.overwrite}
        pending={form.pending}
      />
    </Suspense>
  )
}
