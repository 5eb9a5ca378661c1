import { IconHeartbeat } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** How the installation is. */
export const systemScreens: readonly Screen[] = [
  {
    path: '/system',
    access: 'system.read',
    title: 'system.title',
    messages: ['system'],
    load: () => import('./status.tsx').then((module) => module.StatusPage),
    nav: { section: 'office', label: 'nav.system', icon: IconHeartbeat, last: true },
  },
]
