import { IconHeartbeat, IconMail } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** How the installation is, and what it mailed. */
export const systemScreens: readonly Screen[] = [
  {
    path: '/system',
    access: 'system.read',
    title: 'system.title',
    messages: ['system'],
    load: () => import('./status.tsx').then((module) => module.StatusPage),
    nav: { section: 'office', label: 'nav.system', icon: IconHeartbeat, last: true },
  },
  {
    path: '/mails',
    access: 'mail.read',
    title: 'system.mails',
    messages: ['system'],
    load: () => import('./mail-list.tsx').then((module) => module.MailListPage),
    nav: { section: 'office', label: 'nav.mails', icon: IconMail, last: true },
  },
]
