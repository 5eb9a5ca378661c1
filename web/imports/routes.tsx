import { IconFileImport } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** Spreadsheets in: choose a file, review what it would do, write it. And the next year, set up like an earlier one. */
export const importScreens: readonly Screen[] = [
  {
    path: '/imports',
    access: 'import.run',
    title: 'nav.imports',
    messages: ['imports'],
    load: () => import('./start-import.tsx').then((module) => module.StartImportPage),
    nav: { section: 'office', label: 'nav.imports', icon: IconFileImport },
  },
  {
    path: '/imports/$importId',
    access: 'import.run',
    title: 'imports.review',
    messages: ['imports'],
    load: () => import('./review.tsx').then((module) => module.ReviewPage),
  },
  {
    path: '/years/$yearId/copy',
    access: 'year.manage',
    title: 'nav.years',
    messages: ['imports', 'academics'],
    load: () => import('./next-year/page.tsx').then((module) => module.NextYearPage),
  },
]
