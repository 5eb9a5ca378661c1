import { Box, Button, SegmentedControl } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listNotifications, markNotificationsRead } from '../../contract/notifications.ts'
import { listQueryFor } from '../api/queries.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { TablePager } from '../ui/table/pager.tsx'
import { useListSearch } from '../ui/table/use-list-search.ts'
import classes from './inbox.module.css'
import { Message } from './message.tsx'

/** What concerns the reader, newest first. */
export function InboxPage() {
  const { t } = useTranslation()
  const list = useListSearch(listNotifications)
  const query = useQuery(listQueryFor(listNotifications, { query: list.query }))
  const readAll = useAction(markNotificationsRead, { done: t('notifications.readAllDone') })
  const unreadOnly = list.query.unread === 'true'
  return (
    <>
      <PageHeader
        title={t('notifications.title')}
        action={
          (query.data?.unread ?? 0) > 0 && (
            <Button
              variant="default"
              leftSection={<IconChecks size={16} aria-hidden />}
              loading={readAll.pending}
              onClick={() => void readAll.run({ body: {} })}
            >
              {t('notifications.readAll')}
            </Button>
          )
        }
      />
      <SegmentedControl
        mb="md"
        className="bm-no-print"
        aria-label={t('notifications.show')}
        value={unreadOnly ? 'true' : ''}
        data={[
          { value: '', label: t('notifications.showAll') },
          { value: 'true', label: t('notifications.unread') },
        ]}
        onChange={(unread) => list.set({ unread: unread || undefined })}
      />
      <Box className="bm-surface">
        <Loaded query={query} rows={8}>
          {({ items, total }) =>
            items.length === 0 ? (
              <EmptyState
                heading={2}
                title={t(unreadOnly ? 'notifications.emptyUnread' : 'notifications.empty')}
                {...(unreadOnly ? {} : { hint: t('notifications.emptyHint') })}
              />
            ) : (
              <>
                <ul className={classes.list}>
                  {items.map((item) => (
                    <Message key={item.id} message={item} />
                  ))}
                </ul>
                <TablePager list={list} total={total} />
              </>
            )
          }
        </Loaded>
      </Box>
    </>
  )
}
