import { ActionIcon, Anchor, Box, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { markNotificationsRead, type Notification } from '../../contract/notifications.ts'
import { useWrite } from '../api/queries.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ToneBadge } from '../ui/status-badge.tsx'
import classes from './inbox.module.css'
import { remarksOf, sentenceOf, targetOf } from './sentence.ts'

interface Props {
  message: Notification
}

/** One notification: the sentence leads to what it tells of, and following it marks it as read. */
export function Message({ message }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const mark = useWrite(markNotificationsRead)
  const unread = message.readAt === null
  const read = () => unread && mark.mutate({ body: { ids: [message.id] } })
  const target = targetOf(message)
  const sentence = sentenceOf(message, t, format)
  return (
    <li className={classes.message} data-unread={unread || undefined}>
      <Box flex={1} miw={0}>
        {target ? (
          <Anchor component={Link} to={target.to} search={target.search as never} onClick={read} c="inherit">
            {sentence}
          </Anchor>
        ) : (
          <Text>{sentence}</Text>
        )}
        {remarksOf(message, t).map((remark) => (
          <Text key={remark} size="sm" style={{ whiteSpace: 'pre-line' }}>
            {remark}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          <time dateTime={message.createdAt}>{format.moment(message.createdAt)}</time>
        </Text>
      </Box>
      {unread && <ToneBadge tone="live">{t('notifications.unread')}</ToneBadge>}
      {unread && (
        <ActionIcon
          variant="subtle"
          size="lg"
          className="bm-no-print"
          aria-label={`${t('notifications.readOne')}: ${sentence}`}
          onClick={read}
          loading={mark.isPending}
        >
          <IconCheck size={18} aria-hidden />
        </ActionIcon>
      )}
    </li>
  )
}
