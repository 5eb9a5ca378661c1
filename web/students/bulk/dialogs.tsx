import { Text, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BulkAnswer } from '../../../contract/endpoint/bulk.ts'
import { changeStudents } from '../../../contract/students.ts'
import { useYear } from '../../app/session/year.ts'
import { type Chosen, countOf, selectionOf } from '../../ui/bulk/chosen.ts'
import { BulkDialog, checkTyped, TypedNumber } from '../../ui/bulk/dialog.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { PlaceFields } from '../student-fields.tsx'

interface Props {
  chosen: Chosen
  onEnd: () => void
  onDone: (answer: BulkAnswer) => void
}

export function ApproveMany({ chosen, onEnd, onDone }: Props) {
  const { t } = useTranslation()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeStudents,
    initial: {},
    toBody: () => ({ action: 'approve', selection: selectionOf(chosen) }),
    onDone,
  })
  return (
    <BulkDialog
      form={form}
      title={t('students.approveMany', { count })}
      count={count}
      confirm={t('students.approve')}
      onEnd={onEnd}
    >
      {t('students.approveHint')}
    </BulkDialog>
  )
}

export function RejectMany({ chosen, onEnd, onDone }: Props) {
  const { t } = useTranslation()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeStudents,
    initial: { reason: '' },
    toBody: ({ reason }) => ({ action: 'reject', selection: selectionOf(chosen), reason }),
    onDone,
  })
  return (
    <BulkDialog
      form={form}
      title={t('students.rejectMany', { count })}
      count={count}
      confirm={t('students.reject')}
      danger
      onEnd={onEnd}
    >
      <Text>{t('students.rejectHint')}</Text>
      <Textarea
        label={t('reason.label')}
        description={t('reason.hint')}
        required
        autosize
        minRows={3}
        data-autofocus
        {...form.form.getInputProps('reason')}
      />
    </BulkDialog>
  )
}

export function MoveMany({ chosen, onEnd, onDone }: Props) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeStudents,
    initial: { majorId: '', classroomId: '' },
    toBody: (place) => ({ action: 'move', selection: selectionOf(chosen), ...place }),
    refusedAt: { 'classroom.otherMajor': 'classroomId' },
    onDone,
  })
  return (
    <BulkDialog
      form={form}
      title={t('students.moveMany', { count })}
      count={count}
      confirm={t('students.moveNow')}
      onEnd={onEnd}
    >
      <PlaceFields form={form} yearId={yearId} />
    </BulkDialog>
  )
}

export function RemoveMany({ chosen, onEnd, onDone }: Props) {
  const { t } = useTranslation()
  const count = countOf(chosen)
  const form = useContractForm({
    endpoint: changeStudents,
    initial: { typed: '' },
    toBody: () => ({ action: 'remove', selection: selectionOf(chosen) }),
    check: checkTyped(count),
    onDone,
  })
  return (
    <BulkDialog
      form={form}
      title={t('students.removeMany', { count })}
      count={count}
      confirm={t('students.remove')}
      danger
      onEnd={onEnd}
    >
      <Text>{t('students.removeManyAsk')}</Text>
      <TypedNumber form={form} count={count} />
    </BulkDialog>
  )
}
