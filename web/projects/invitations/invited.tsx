import { CloseButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revokeProjectInvitation } from '../../../contract/projects/invitations.ts'
import type { Project } from '../../../contract/projects.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'

type Invitation = Project['invitations'][number]

/** Who was asked to work on the project and has not answered; an invitation can be taken back. */
export function Invited({ project }: { project: Project }) {
  const { t } = useTranslation()
  const [revoking, setRevoking] = useState<Invitation | null>(null)
  const revoke = useAction(revokeProjectInvitation, {
    done: t('projects.revoked'),
    quiet: true,
    onDone: () => setRevoking(null),
  })
  return (
    <>
      {project.invitations.map((invitation) => (
        <Waiting
          key={invitation.id}
          invitation={invitation}
          onRevoke={project.can.invite ? () => setRevoking(invitation) : undefined}
        />
      ))}
      <ConfirmDialog
        opened={revoking !== null}
        title={t('projects.revokeTitle', { name: revoking?.student.name ?? '' })}
        confirm={t('projects.revokeNow')}
        pending={revoke.pending}
        problem={revoke.problem}
        onConfirm={() => revoking && void revoke.run({ params: { projectId: project.id, invitationId: revoking.id } })}
        onClose={() => setRevoking(null)}
      >
        {t('projects.revokeBody')}
      </ConfirmDialog>
    </>
  )
}

function Waiting({ invitation, onRevoke }: { invitation: Invitation; onRevoke: (() => void) | undefined }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { student, invitedAt } = invitation
  return (
    <Group gap="xs" wrap="nowrap">
      <div>
        {student.name}{' '}
        <Text span size="sm" c="dimmed">
          {student.code} · {student.major}
        </Text>
        <Text size="sm" c="dimmed">
          {t('projects.invitedSince', { since: moment(invitedAt) })}
        </Text>
      </div>
      {onRevoke && (
        <CloseButton
          className="bm-no-print"
          aria-label={t('projects.revoke', { name: student.name })}
          onClick={onRevoke}
        />
      )}
    </Group>
  )
}
