import type { Canary } from '../canary.ts'

export const operations: readonly Canary[] = [
  {
    ...{ id: 'seal-without-the-one-before', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: '.update(last)',
    replace: '',
  },
  {
    ...{ id: 'unsealed-events-not-looked-for', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: 'await listUnsealed(db, most)',
    replace: '[]',
  },
  {
    ...{ id: 'heads-not-compared', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: 'if (note && note !==',
    replace: 'if (note && !note && note !==',
  },
]
