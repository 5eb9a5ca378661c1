import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import { undoYearCopy, type YearCopy } from '../../../contract/imports.ts'
import { DeleteDialog } from '../../academics/delete-dialog.tsx'
import { useGoTo } from './head.tsx'

const uses = [
  ...(['students', 'projects', 'seats', 'sheets', 'defenses'] as const),
  ...(['classrooms', 'advisors', 'rooms', 'changed'] as const),
]

/** Takes a copy back as long as nothing hangs on it; otherwise says what does. */
export function UndoButton({ year, copy }: { year: Year; copy: YearCopy }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const [asking, ask] = useDisclosure(false)
  if (!copy.can.undo) return null
  const usesOf = (data: Readonly<Record<string, unknown>>) =>
    uses.flatMap((use) => {
      const count = Number(data[use] ?? 0)
      return count > 0 ? [t(`imports.copyUse.${use}`, { count })] : []
    })
  return (
    <>
      <Button variant="default" onClick={ask.open}>
        {t('imports.copyUndo')}
      </Button>
      {asking && (
        <DeleteDialog
          endpoint={undoYearCopy}
          sending={{ params: { yearId: year.id, copyId: copy.id } }}
          title={t('imports.copyUndoTitle', { source: copy.source.name })}
          confirm={t('imports.copyUndo')}
          done={t('imports.copyUndone')}
          blocked={t('imports.copyInUse')}
          uses={[]}
          usesOf={usesOf}
          onEnd={ask.close}
          onDone={() => void goTo({})}
        >
          {t('imports.copyUndoAsk', { year: year.name })}
        </DeleteDialog>
      )}
    </>
  )
}
