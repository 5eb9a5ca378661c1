import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inviteToProject } from '../../../contract/projects/invitations.ts'
import type { Project } from '../../../contract/projects.ts'
import { useYear } from '../../app/session/year.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { Member, MemberSearch, memberOf } from '../form/member-picker.tsx'
import { type ChosenMember, teamOf } from '../form/values.ts'

/** Asks one more student, as long as the project has a place for one. */
export function InviteButton({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { years } = useYear()
  const [opened, setOpened] = useState(false)
  const most = years.find(({ id }) => id === project.year.id)?.maxMembers ?? 2
  if (!project.can.invite || teamOf(project).length >= most) return null
  return (
    <>
      <Button
        variant="default"
        size="sm"
        className="bm-no-print"
        leftSection={<IconUserPlus size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('projects.invite')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('projects.inviteTitle', { code: project.code })}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <InviteForm project={project} onClose={() => setOpened(false)} />
      </Modal>
    </>
  )
}

function InviteForm({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ChosenMember | null>(null)
  const invite = useAction(inviteToProject, { done: t('projects.inviteSent'), quiet: true, onDone: onClose })
  const send = () => chosen && void invite.run({ params: { projectId: project.id }, body: { studentId: chosen.id } })
  return (
    <Stack>
      {invite.problem && <ProblemAlert problem={invite.problem} />}
      <Text>{t('projects.inviteBody')}</Text>
      {chosen ? (
        <Member member={chosen} own={false} onRemove={() => setChosen(null)} />
      ) : (
        <MemberSearch chosen={teamOf(project)} error={undefined} onPick={(card) => setChosen(memberOf(card))} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button onClick={send} disabled={!chosen} loading={invite.pending}>
          {t('projects.inviteSend')}
        </Button>
      </Group>
    </Stack>
  )
}
