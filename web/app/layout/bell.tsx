import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listNotifications } from '../../../contract/notifications.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan } from '../session/session.ts'

/** The number of unread notifications, asked again every minute, and the way to them. */
export function Bell() {
  const { t } = useTranslation()
  const allowed = useCan('notification.read')
  const unread =
    useQuery({
      ...queryFor(listNotifications, { query: { pageSize: 1 } }),
      enabled: allowed,
      refetchInterval: 60_000,
    }).data?.unread ?? 0
  if (!allowed) return null
  return (
    <Indicator label={unread > 99 ? '99+' : unread} disabled={unread === 0} size={18} offset={6} color="red">
      <ActionIcon
        component={Link}
        to="/notifications"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={unread ? t('app.unread', { count: unread }) : t('app.notifications')}
      >
        <IconBell size={20} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Indicator>
  )
}
