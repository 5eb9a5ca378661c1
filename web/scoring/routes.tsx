import { IconCertificate, IconChecklist } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** How the year is scored, and what came out of it. */
export const scoringScreens: readonly Screen[] = [
  {
    path: '/rubrics',
    access: 'rubric.read',
    title: 'nav.rubrics',
    messages: ['scoring'],
    load: () => import('./rubrics/page.tsx').then((module) => module.RubricsPage),
    nav: { section: 'defense', label: 'nav.rubrics', icon: IconChecklist },
  },
  {
    path: '/results',
    access: 'score.read',
    title: 'nav.results',
    messages: ['scoring'],
    load: () => import('./results.tsx').then((module) => module.ResultsPage),
    nav: { section: 'defense', label: 'nav.results', icon: IconCertificate },
  },
]
