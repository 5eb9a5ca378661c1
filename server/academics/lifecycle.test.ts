import { describe, expect, test } from 'vitest'
import { datesInOrder, refusalOfStep } from './lifecycle.ts'

describe('a year', () => {
  test.each([
    ['planned', 'change', undefined],
    ['planned', 'activate', undefined],
    ['planned', 'close', 'year.notActive'],
    ['active', 'change', undefined],
    ['active', 'activate', 'year.alreadyActive'],
    ['active', 'close', undefined],
    ['closed', 'change', 'year.closed'],
    ['closed', 'activate', 'year.closed'],
    ['closed', 'close', 'year.notActive'],
  ] as const)('%s: %s -> %s', (status, step, refusal) => {
    expect(refusalOfStep(status, step)).toBe(refusal)
  })

  test('begins before it ends', () => {
    expect(datesInOrder({ startsOn: '2026-09-01', endsOn: '2027-07-31' })).toBe(true)
    expect(datesInOrder({ startsOn: '2026-09-01', endsOn: '2026-09-01' })).toBe(false)
    expect(datesInOrder({ startsOn: '2026-10-01', endsOn: '2026-09-30' })).toBe(false)
  })
})
