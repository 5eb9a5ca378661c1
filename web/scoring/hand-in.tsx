import { Button, Group, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ScoreSheet, saveSheet, submitSheet } from '../../contract/scoring.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { sumOf } from './rubrics/formula.ts'

interface Props {
  sheet: ScoreSheet
  /** The sheet as it is typed now. */
  body: { items: { itemId: string; score: number | null }[]; comment: string | null }
  /** Whether that differs from what is saved. */
  changed: boolean
  /** Some item has no score yet, or too high a one. */
  blocked: boolean
  onDone: () => void
}

/** Hands the sheet in after asking; what was typed and not saved is saved first. */
export function HandIn({ sheet, body, changed, blocked, onDone }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const [asking, setAsking] = useState(false)
  // What the first of the two calls has saved, should the second one fail.
  const version = useRef(sheet.version)
  const keep = (answer: ScoreSheet) => {
    version.current = answer.version
  }
  const save = useAction(saveSheet, { quiet: true, onDone: keep })
  const submit = useAction(submitSheet, { quiet: true, done: t('scoring.handedIn'), onDone })
  const { projectId, evaluator } = sheet
  const params = { projectId, evaluator }
  const handIn = async () => {
    const ready = !changed && version.current > 0
    if (!ready && !(await save.run({ params, ifMatch: version.current, body }))) return
    await submit.run({ params, ifMatch: version.current })
  }
  return (
    <Group justify="flex-end" gap="sm">
      {blocked && (
        <Text size="sm" c="dimmed" id={`blocked-${evaluator}`}>
          {t('scoring.handInBlocked')}
        </Text>
      )}
      <Button
        variant="light"
        disabled={blocked}
        aria-describedby={blocked ? `blocked-${evaluator}` : undefined}
        onClick={() => setAsking(true)}
      >
        {t('scoring.handIn')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('scoring.handInTitle')}
        confirm={t('scoring.handIn')}
        pending={save.pending || submit.pending}
        problem={save.problem ?? submit.problem}
        onConfirm={() => void handIn()}
        onClose={() => setAsking(false)}
      >
        {t('scoring.handInHint', {
          total: number(sumOf(body.items.map(({ score }) => score))),
          maximum: number(sheet.maximum),
        })}
      </ConfirmDialog>
    </Group>
  )
}
