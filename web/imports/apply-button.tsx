import { Anchor, Button, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { applyImport, type Import } from '../../contract/imports.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { useLongAction } from '../ui/progress/use-long-action.ts'

/** Writes the valid rows; the number stands on the button. Without any it says why there is nothing to press. */
export function ApplyButton({ review }: { review: Import }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const [asking, ask] = useDisclosure(false)
  const { id, kind, counts } = review
  const rows = counts.new + counts.update
  const toast = useToast()
  const apply = useLongAction(applyImport, {
    done: t('imports.done', { rows: number(rows) }),
    quiet: true,
    onDone: ask.close,
    onStopped: () => {
      ask.close()
      toast.done(t('imports.stopped'))
    },
  })
  if (rows === 0) return <Text c="dimmed">{t(counts.error > 0 ? 'imports.allErrors' : 'imports.allUnchanged')}</Text>
  const label = t('imports.apply', { rows: number(rows) })
  const stale = apply.problem?.code === 'import.stale'
  return (
    <>
      <Button onClick={ask.open}>{label}</Button>
      <ConfirmDialog
        opened={asking}
        title={t('imports.applyTitle', { kind: t(`importKind.${kind}`) })}
        confirm={label}
        pending={apply.pending}
        problem={apply.problem}
        step={apply.step}
        onStop={apply.stop}
        onConfirm={() => void apply.run({ params: { importId: id } })}
        onClose={() => {
          apply.clear()
          ask.close()
        }}
      >
        <Stack gap="xs">
          {stale && (
            <Anchor component={Link} to="/imports" search={{ kind } as never}>
              {t('imports.again')}
            </Anchor>
          )}
          <List>
            <List.Item>{t('imports.willAdd', { rows: number(counts.new) })}</List.Item>
            <List.Item>{t('imports.willUpdate', { rows: number(counts.update) })}</List.Item>
            {counts.error > 0 && <List.Item>{t('imports.willSkip', { rows: number(counts.error) })}</List.Item>}
          </List>
          <Text>{t('imports.noUndo')}</Text>
        </Stack>
      </ConfirmDialog>
    </>
  )
}
