import type { Screen } from '../ui/screen.ts'

/** Erasing somebody who left; reached from the list of accounts. */
export const privacyScreens: readonly Screen[] = [
  {
    path: '/accounts/$accountId/erasure',
    access: 'privacy.manage',
    title: 'privacy.erase',
    messages: ['privacy'],
    load: () => import('./erasure.tsx').then((module) => module.ErasurePage),
  },
]
