import { describe, expect, test } from 'vitest'
import { MilestoneStatus } from '../../contract/milestones.ts'
import { addDays, dayIn, dueDates, isOverdue, mayReschedule, mayReview, maySubmit } from './lifecycle.ts'
import { presets } from './presets.ts'

describe('days', () => {
  test.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-09-01', 365, '2027-09-01'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
  })

  test('due dates cumulate from the start', () => {
    expect(dueDates('2026-11-01', [30, 30, 30])).toEqual(['2026-12-01', '2026-12-31', '2027-01-30'])
    expect(dueDates('2026-11-01', [])).toEqual([])
  })

  test('a day begins at midnight of the faculty, not of London', () => {
    expect(dayIn('Asia/Vientiane', new Date('2026-11-23T16:59:59Z'))).toBe('2026-11-23')
    expect(dayIn('Asia/Vientiane', new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24')
  })
})

test('overdue is what the students owe after the due date', () => {
  expect(isOverdue('pending', '2026-11-22', '2026-11-23')).toBe(true)
  expect(isOverdue('revision', '2026-11-22', '2026-11-23')).toBe(true)
  expect(isOverdue('pending', '2026-11-23', '2026-11-23')).toBe(false)
  expect(isOverdue('submitted', '2026-11-22', '2026-11-23')).toBe(false)
  expect(isOverdue('approved', '2026-11-22', '2026-11-23')).toBe(false)
})

test('which states allow what', () => {
  const states = MilestoneStatus.options
  expect(states.filter(maySubmit)).toEqual(['pending', 'revision'])
  expect(states.filter(mayReview)).toEqual(['submitted'])
  expect(states.filter(mayReschedule)).toEqual(['pending', 'submitted', 'revision'])
})

test('the templates that ship: five chapters of 30 days, software in 160', () => {
  const durations = presets.map((one) => one.tasks.map((task) => task.durationDays))
  expect(durations).toEqual([
    [30, 30, 30, 30, 30],
    [25, 40, 45, 30, 20],
  ])
})
