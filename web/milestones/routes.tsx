import { IconListCheck } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The templates. The milestones of a project are a part of its page. */
export const milestoneScreens: readonly Screen[] = [
  {
    path: '/milestone-templates',
    access: 'template.read',
    title: 'milestones.templates',
    messages: ['milestones'],
    load: () => import('./template-list.tsx').then((module) => module.TemplateListPage),
    nav: { section: 'work', label: 'nav.templates', icon: IconListCheck },
  },
]
