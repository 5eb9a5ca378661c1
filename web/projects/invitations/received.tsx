import { Alert, Button, Group } from '@mantine/core'
import { IconHourglass, IconMailOpened } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  acceptProjectInvitation,
  declineProjectInvitation,
  listProjectInvitations,
  type ReceivedInvitation,
} from '../../../contract/projects/invitations.ts'
import { listQueryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { useAction } from '../../ui/feedback/use-action.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { Students, topicItems } from '../details.tsx'

/** Projects the reader was asked to work on, with what is needed to say yes or no. */
export function ReceivedInvitationsPage() {
  const { t } = useTranslation()
  const query = useQuery(listQueryFor(listProjectInvitations, { query: { pageSize: 100 } }))
  return (
    <>
      <PageHeader title={t('projects.invitations')} crumbs={[{ label: t('projects.list'), to: '/projects' }]} />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={IconMailOpened}
              title={t('projects.invitationsEmpty')}
              hint={t('projects.invitationsEmptyHint')}
            />
          ) : (
            items.map((invitation) => <Invitation key={invitation.id} invitation={invitation} />)
          )
        }
      </Loaded>
    </>
  )
}

function Invitation({ invitation }: { invitation: ReceivedInvitation }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const toast = useToast()
  const [declining, setDeclining] = useState(false)
  const { id, project, agreed } = invitation
  const params = { invitationId: id }
  const accept = useAction(acceptProjectInvitation, {
    onDone: async (joined) => {
      toast.done(t(joined ? 'projects.accepted' : 'projects.agreed'))
      if (joined) await navigate({ to: `/projects/${joined.id}` })
    },
  })
  const decline = useAction(declineProjectInvitation, { done: t('projects.declined'), quiet: true })
  return (
    <Section title={project.code}>
      <Details invitation={invitation} />
      {agreed && (
        <Alert mt="md" color="accent" icon={<IconHourglass aria-hidden />}>
          {t('projects.agreedWaits', { advisor: project.advisorName })}
        </Alert>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => setDeclining(true)}>
          {t(agreed ? 'projects.agreeNoMore' : 'projects.decline')}
        </Button>
        {!agreed && (
          <Button loading={accept.pending} onClick={() => void accept.run({ params })}>
            {t('projects.accept')}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={declining}
        title={t('projects.declineTitle', { code: project.code })}
        confirm={t('projects.decline')}
        pending={decline.pending}
        problem={decline.problem}
        onConfirm={() => void decline.run({ params })}
        onClose={() => setDeclining(false)}
      >
        {t('projects.declineBody')}
      </ConfirmDialog>
    </Section>
  )
}

function Details({ invitation: { project, invitedAt } }: { invitation: ReceivedInvitation }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  return (
    <DefinitionList
      items={[
        ...topicItems(project, t),
        { term: t('projects.members'), value: <Students of={project.members} /> },
        { term: t('projects.advisor'), value: project.advisorName },
        { term: t('projects.invitedAt'), value: moment(invitedAt) },
      ]}
    />
  )
}
