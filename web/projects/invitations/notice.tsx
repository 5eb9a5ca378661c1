import { Alert, Anchor } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listProjectInvitations } from '../../../contract/projects/invitations.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan } from '../../app/session/session.ts'
import { useFormat } from '../../i18n/use-format.ts'

/** Tells a student, where a project is begun, that others have asked already. */
export function InvitationNotice() {
  const { t } = useTranslation()
  const { number } = useFormat()
  const asked = useCan('invitation.answer')
  const { data } = useQuery({
    ...queryFor(listProjectInvitations, { query: { pageSize: 1, waiting: 'true' } }),
    enabled: asked,
  })
  if (!data?.total) return null
  return (
    <Alert mb="md" color="accent" icon={<IconMail aria-hidden />}>
      {t('projects.invitationNotice', { total: number(data.total) })}{' '}
      <Anchor component={Link} to="/projects/invitations" fw={600}>
        {t('projects.invitationAnswer')}
      </Anchor>
    </Alert>
  )
}
