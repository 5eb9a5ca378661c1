import { IconHome } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The page everybody starts on. */
export const reportScreens: readonly Screen[] = [
  {
    path: '/',
    access: 'notification.read',
    title: 'nav.dashboard',
    messages: ['reports', 'projects'],
    load: () => import('./dashboard.tsx').then((module) => module.DashboardPage),
    nav: { section: 'top', label: 'nav.dashboard', icon: IconHome },
  },
]
