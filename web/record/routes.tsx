import { IconHistory } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The record of every change. */
export const recordScreens: readonly Screen[] = [
  {
    path: '/record',
    access: 'record.read',
    title: 'nav.record',
    messages: ['record'],
    load: () => import('./page.tsx').then((module) => module.RecordPage),
    nav: { section: 'office', label: 'nav.record', icon: IconHistory, last: true },
  },
]
