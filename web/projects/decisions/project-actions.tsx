import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteProject, type Project, readProject, rejectProject, withdrawProject } from '../../../contract/projects.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { ReasonDialog } from '../../ui/feedback/reason-dialog.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

export type Decision = 'submit' | 'approve' | 'reject' | 'transfer' | 'withdraw' | 'delete'

interface ButtonProps {
  project: Project
  onOpen: (decision: Decision) => void
}

/** Which dialog is open. Closing one reads the project again, so that a stale version does not stay on the screen. */
export function useDecision() {
  const [open, setOpen] = useState<Decision | null>(null)
  const queries = useQueryClient()
  const close = () => {
    setOpen(null)
    void queries.invalidateQueries({ queryKey: [readProject.operationId] })
  }
  return { open, setOpen, close }
}

/** The one thing to do with the project now: decide, hand in. */
export function PrimaryAction({ project, onOpen }: ButtonProps) {
  const { t } = useTranslation()
  const { can, relation, status } = project
  // Who was invited answers first; the standing of the project says so.
  const waiting = project.invitations.length > 0
  if (can.decide) {
    return (
      <Button disabled={waiting} onClick={() => onOpen('approve')}>
        {t('projects.approve')}
      </Button>
    )
  }
  // What was rejected is changed first.
  if (can.edit && status === 'rejected' && relation.member) return <EditButton project={project} primary />
  if (can.submit) return <Button onClick={() => onOpen('submit')}>{t('projects.submit')}</Button>
  return null
}

/** Everything else the reader may do. */
export function MoreActions({ project, onOpen }: ButtonProps) {
  const { t } = useTranslation()
  const { can, relation, status } = project
  const editFirst = can.edit && status === 'rejected' && relation.member
  return (
    <>
      <RareActions project={project} onOpen={onOpen} />
      {can.decide && (
        <Button variant="default" onClick={() => onOpen('reject')}>
          {t('projects.reject')}
        </Button>
      )}
      {can.edit && !editFirst && <EditButton project={project} />}
      {can.submit && editFirst && (
        <Button variant="default" onClick={() => onOpen('submit')}>
          {t('projects.submit')}
        </Button>
      )}
    </>
  )
}

function EditButton({ project, primary = false }: { project: Project; primary?: boolean }) {
  const { t } = useTranslation()
  return (
    <Button component={Link} to={`/projects/${project.id}/edit`} variant={primary ? 'filled' : 'default'}>
      {t('action.edit')}
    </Button>
  )
}

function RareActions({ project: { id, can, changeCan }, onOpen }: ButtonProps) {
  const { t } = useTranslation()
  if (!can.transfer && !can.withdraw && !can.delete && !changeCan.ask) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t('action.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {changeCan.ask && (
          <Menu.Item component={Link} to={`/projects/${id}/change`}>
            {t('projects.changeAsk')}
          </Menu.Item>
        )}
        {can.transfer && <Menu.Item onClick={() => onOpen('transfer')}>{t('projects.transfer')}</Menu.Item>}
        {can.withdraw && (
          <Menu.Item color="red" onClick={() => onOpen('withdraw')}>
            {t('projects.withdraw')}
          </Menu.Item>
        )}
        {can.delete && (
          <Menu.Item color="red" onClick={() => onOpen('delete')}>
            {t('projects.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

interface DialogProps {
  project: Project
  open: Decision | null
  onClose: () => void
}

/** The dialogs of all decisions; at most one is open. */
export function DecisionDialogs(props: DialogProps) {
  const { project, open, onClose } = props
  return (
    <>
      <ApproveDialog project={project} opened={open === 'approve'} onClose={onClose} />
      <TransferDialog project={project} opened={open === 'transfer'} onClose={onClose} />
      <SubmitDialog project={project} opened={open === 'submit'} onClose={onClose} />
      <RejectDialog {...props} />
      <WithdrawDialog {...props} />
      <DeleteDialog {...props} />
    </>
  )
}

function RejectDialog({ project, open, onClose }: DialogProps) {
  const { t } = useTranslation()
  const reject = useAction(rejectProject, { done: t('projects.rejected'), quiet: true, onDone: onClose })
  return (
    <ReasonDialog
      opened={open === 'reject'}
      title={t('projects.rejectTitle', { code: project.code })}
      confirm={t('projects.reject')}
      pending={reject.pending}
      problem={reject.problem}
      onConfirm={(reason) => void reject.run({ ...target(project), body: { reason } })}
      onClose={onClose}
    >
      {t('projects.rejectBody')}
    </ReasonDialog>
  )
}

function WithdrawDialog({ project, open, onClose }: DialogProps) {
  const { t } = useTranslation()
  const withdraw = useAction(withdrawProject, { done: t('projects.withdrawn'), quiet: true, onDone: onClose })
  return (
    <ReasonDialog
      opened={open === 'withdraw'}
      title={t('projects.withdrawTitle', { code: project.code })}
      confirm={t('projects.withdraw')}
      danger
      pending={withdraw.pending}
      problem={withdraw.problem}
      onConfirm={(reason) => void withdraw.run({ ...target(project), body: { reason } })}
      onClose={onClose}
    >
      {t('projects.withdrawBody')}
    </ReasonDialog>
  )
}

function DeleteDialog({ project, open, onClose }: DialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const remove = useAction(deleteProject, {
    done: t('projects.deleted'),
    quiet: true,
    onDone: () => navigate({ to: '/projects' }),
  })
  return (
    <ConfirmDialog
      opened={open === 'delete'}
      title={t('projects.deleteTitle', { code: project.code })}
      confirm={t('projects.delete')}
      danger
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => void remove.run({ params: { projectId: project.id } })}
      onClose={onClose}
    >
      {t('projects.deleteBody')}
    </ConfirmDialog>
  )
}

function target(project: Project) {
  return { params: { projectId: project.id }, ifMatch: project.version }
}
