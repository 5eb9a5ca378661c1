import { describe, expect, test } from 'vitest'
import { countStates, sameMajor, sameName, yearsBetween, yearsLater } from './matching.ts'

describe('matching', () => {
  const majors = [
    { id: '1', name: 'Marketing', abbreviation: 'MK' },
    { id: '2', name: 'ການບັນຊີ', abbreviation: 'ACC' },
  ]
  test.each([
    ['its name, whatever the capitals', { name: 'MARKETING', abbreviation: 'X' }, '1'],
    ['its abbreviation, when it was renamed', { name: 'ບັນຊີ', abbreviation: 'acc' }, '2'],
    ['its name before its abbreviation', { name: 'ການບັນຊີ', abbreviation: 'MK' }, '2'],
    ['nothing else', { name: 'Finance', abbreviation: 'FI' }, undefined],
  ])('finds a major by %s', (_, asked, id) => expect(sameMajor(majors, { id: '9', ...asked })?.id).toBe(id))
  test('finds a name', () => {
    expect(sameName(majors, 'marketinG')?.id).toBe('1')
    expect(sameName(majors, 'Market')).toBeUndefined()
  })
})

describe('days', () => {
  test.each([
    ['2027-05-03', 1, '2028-05-03'],
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2096-02-29', 4, '2100-02-28'],
    ['2027-12-31', 2, '2029-12-31'],
  ])('%s and %i years later: %s', (day, years, later) => expect(yearsLater(day, years)).toBe(later))
  test('years between two academic years', () => {
    expect(yearsBetween({ startsOn: '2025-09-01' }, { startsOn: '2027-08-15' })).toBe(2)
  })
})

test('what is left out is counted together', () => {
  const states = ['new', 'there', 'majorMissing', 'new', 'deactivated', 'replaced'] as const
  expect(countStates(states.map((state) => ({ state })))).toEqual({ new: 2, replaced: 1, there: 1, left: 2 })
})
