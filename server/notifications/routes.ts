import * as contract from '../../contract/notifications.ts'
import { type Route, route } from '../platform/http/route.ts'
import { listNotifications, markNotificationsRead } from './notifications.ts'

export const routes: Route[] = [
  route(contract.listNotifications, (ctx, { query }) => listNotifications(ctx, query)),
  route(contract.markNotificationsRead, (ctx, { body }) => markNotificationsRead(ctx, body.ids)),
]
