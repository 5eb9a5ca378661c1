import { IconCalendarEvent, IconDoor } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The schedule everybody concerned may read, and what the office plans it with. */
export const defenseScreens: readonly Screen[] = [
  {
    path: '/defenses',
    access: 'defense.read',
    title: 'nav.defenses',
    messages: ['defenses'],
    load: () => import('./schedule.tsx').then((module) => module.SchedulePage),
    nav: { section: 'defense', label: 'nav.defenses', icon: IconCalendarEvent },
  },
  {
    path: '/rooms',
    access: 'defense.manage',
    title: 'defenses.rooms',
    messages: ['defenses'],
    load: () => import('./setup/rooms.tsx').then((module) => module.RoomsPage),
    nav: { section: 'defense', label: 'nav.rooms', icon: IconDoor },
  },
  {
    path: '/defense-settings',
    access: 'defense.manage',
    title: 'defenses.settings',
    messages: ['defenses'],
    load: () => import('./setup/settings.tsx').then((module) => module.DefenseSettingsPage),
  },
]
