import { Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { approveChange, declineChange, takeChangeBack } from '../../../contract/projects/changes.ts'
import type { Project } from '../../../contract/projects.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { ReasonDialog } from '../../ui/feedback/reason-dialog.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { OfficeReason } from '../form/office-reason.tsx'

interface Props {
  project: Project
  opened: boolean
  onClose: () => void
}

const target = (project: Project) => ({ params: { projectId: project.id }, ifMatch: project.version })

/** Approves, with a word to the students; the office also a topic that was registered elsewhere meanwhile. */
export function ApproveChange({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const [override, setOverride] = useState('')
  const approve = useAction(approveChange, { done: t('projects.changeApproved'), quiet: true, onDone: onClose })
  const body = {
    ...(comment.trim() ? { comment } : {}),
    ...(override.trim() ? { similarityOverride: override } : {}),
  }
  const held = project.relation.office && (override !== '' || approve.problem?.code === 'project.topicSimilar')
  return (
    <ConfirmDialog
      opened={opened}
      title={t('projects.changeApproveTitle', { code: project.code })}
      confirm={t('projects.changeApprove')}
      pending={approve.pending}
      problem={approve.problem}
      onConfirm={() => void approve.run({ ...target(project), body })}
      onClose={onClose}
    >
      <Stack>
        <Text>{t('projects.changeApproveBody')}</Text>
        <Textarea
          label={t('projects.comment')}
          autosize
          minRows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {held && (
          <OfficeReason
            label={t('projects.similarityReason')}
            value={override}
            onChange={setOverride}
            error={undefined}
          />
        )}
      </Stack>
    </ConfirmDialog>
  )
}

export function DeclineChange({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  const decline = useAction(declineChange, { done: t('projects.changeDeclined'), quiet: true, onDone: onClose })
  return (
    <ReasonDialog
      opened={opened}
      title={t('projects.changeDeclineTitle', { code: project.code })}
      confirm={t('projects.changeDecline')}
      pending={decline.pending}
      problem={decline.problem}
      onConfirm={(reason) => void decline.run({ ...target(project), body: { reason } })}
      onClose={onClose}
    >
      {t('projects.changeDeclineBody')}
    </ReasonDialog>
  )
}

export function TakeChangeBack({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  const back = useAction(takeChangeBack, { done: t('projects.changeTakenBack'), quiet: true, onDone: onClose })
  return (
    <ConfirmDialog
      opened={opened}
      title={t('projects.changeTakeBackTitle')}
      confirm={t('projects.changeTakeBack')}
      pending={back.pending}
      problem={back.problem}
      onConfirm={() => void back.run(target(project))}
      onClose={onClose}
    >
      {t('projects.changeTakeBackBody')}
    </ConfirmDialog>
  )
}
