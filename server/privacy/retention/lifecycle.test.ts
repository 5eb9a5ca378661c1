import { describe, expect, it } from 'vitest'
import { monthsBefore } from './lifecycle.ts'

describe('monthsBefore', () => {
  it.each([
    ['2026-11-25T10:00:00.000Z', 3, '2026-08-25T10:00:00.000Z'],
    ['2026-01-15T10:00:00.000Z', 3, '2025-10-15T10:00:00.000Z'],
    ['2026-05-31T10:00:00.000Z', 3, '2026-02-28T10:00:00.000Z'],
    ['2028-05-31T10:00:00.000Z', 3, '2028-02-29T10:00:00.000Z'],
    ['2028-02-29T10:00:00.000Z', 12, '2027-02-28T10:00:00.000Z'],
  ])('%s less %i months is %s', (now, months, then) => {
    expect(monthsBefore(new Date(now), months).toISOString()).toBe(then)
  })
})
