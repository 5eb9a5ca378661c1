import type { Screen } from '../ui/screen.ts'

/** What the bell in the header leads to. */
export const notificationScreens: readonly Screen[] = [
  {
    path: '/notifications',
    access: 'notification.read',
    title: 'nav.notifications',
    messages: ['notifications'],
    load: () => import('./inbox.tsx').then((module) => module.InboxPage),
  },
]
