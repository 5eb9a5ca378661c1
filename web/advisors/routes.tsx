import { IconChalkboardTeacher } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The advisors of a year. Students look here for a free place, so everybody may open it. */
export const advisorScreens: readonly Screen[] = [
  {
    path: '/advisors',
    access: 'advisor.read',
    title: 'nav.advisors',
    messages: ['academics', 'advisors'],
    load: () => import('./advisor-list.tsx').then((module) => module.AdvisorListPage),
    nav: { section: 'people', label: 'nav.advisors', icon: IconChalkboardTeacher },
  },
]
