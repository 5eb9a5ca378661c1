import type { z } from 'zod'
import type { listNotifications as ListNotifications, Notification } from '../../contract/notifications.ts'
import type { Ctx } from '../platform/ctx.ts'
import { order, toPage } from '../platform/page.ts'
import { listNotificationRows, markRead, type NotificationRow } from './queries.ts'

/** Tells people in the application what concerns them; nobody is told what they did themselves. */

const present = (row: NotificationRow): Notification => ({
  id: row.id,
  kind: row.kind,
  data: row.data,
  projectId: row.project_id,
  createdAt: row.created_at,
  readAt: row.read_at,
})

/** One's own, newest first, with the number of all unread ones. */
export async function listNotifications(ctx: Ctx, query: z.output<typeof ListNotifications.query>) {
  const [, direction] = order(query.sort, '-createdAt')
  const { rows, total, unread } = await listNotificationRows(ctx.db, ctx, query, direction)
  return { ...toPage(rows, total, query, present), unread }
}

/** Ids of other people's notifications are passed over. */
export async function markNotificationsRead(ctx: Ctx, ids: readonly string[] | undefined): Promise<{ unread: number }> {
  // no event: that somebody has read a message is nobody else's business
  return ctx.db.transaction().execute(async (tx) => ({ unread: await markRead(tx, ctx, ids, ctx.now()) }))
}
