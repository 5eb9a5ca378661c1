import { Alert, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../contract/projects.ts'

/** What the reader is to do with the project, and why it was rejected or withdrawn. */
export function ProjectStanding({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { status, decisionReason } = project
  const next = useNext(project)
  const stopped = status === 'rejected' || status === 'withdrawn'
  if (!next && !(stopped && decisionReason)) return null
  return (
    <Alert
      mb="md"
      color={stopped ? 'red' : 'accent'}
      icon={<IconInfoCircle aria-hidden />}
      {...(stopped && decisionReason
        ? { title: t(status === 'rejected' ? 'projects.rejectedBecause' : 'projects.withdrawnBecause') }
        : {})}
    >
      {stopped && decisionReason && <Text style={{ whiteSpace: 'pre-line' }}>{decisionReason}</Text>}
      {next && (
        <Text mt={stopped ? 'xs' : 0} fw={stopped ? 600 : 400}>
          {next}
        </Text>
      )}
    </Alert>
  )
}

function useNext({ status, can, invitations }: Project): string | null {
  const { t } = useTranslation()
  if (can.decide && invitations.length > 0) {
    return t('projects.next.decideInvited', { names: invitations.map(({ student }) => student.name).join(', ') })
  }
  if (can.decide) return t('projects.next.decide')
  if (status === 'draft' && can.submit) return t('projects.next.draft')
  if (status === 'rejected' && can.submit) return t('projects.next.rejected')
  return null
}
