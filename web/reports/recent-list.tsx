import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { useFormat } from '../i18n/use-format.ts'
import classes from './dashboard.module.css'
import { useTelling } from './telling.ts'

interface Props {
  recent: Dashboard['recent']
}

/** The last things that happened, as far as the reader may know of them. */
export function RecentList({ recent }: Props) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const tell = useTelling()
  if (recent.length === 0) return <Text c="dimmed">{t('reports.recentNone')}</Text>
  return (
    <ul className={classes.list}>
      {recent.map((event) => (
        <li key={event.place}>
          <Text size="sm">
            {event.project && (
              <>
                <Anchor component={Link} to={`/projects/${event.project.id}`} fw={600} size="sm">
                  {event.project.code}
                </Anchor>{' '}
              </>
            )}
            {tell(event)}
          </Text>
          <Text size="xs" c="dimmed">
            <time dateTime={event.at}>{moment(event.at)}</time>
          </Text>
        </li>
      ))}
    </ul>
  )
}
