import { describe, expect, it } from 'vitest'
import { exampleOfCode, StudentCodePattern } from './student-code.ts'

const usual = String.raw`^\d{3}[A-Z]{1,2}\d{3,4}\/\d{2}$`

describe('the form of student IDs', () => {
  it.each([usual, '^B\\d{7}$', '^[A-Z0-9]{8}$', '^65\\d{6}-\\d$', '^F?\\d{5}$'])('may be %s', (pattern) => {
    expect(StudentCodePattern.safeParse(pattern).success).toBe(true)
  })

  it.each([
    '\\d{3}',
    '^\\d{3}',
    '^(\\d+)+$',
    '^.*$',
    '^[Z-A]$',
    '^\\d{30}$',
    '^\\d{2,1}$',
    '^\\d?\\d?\\d?\\d?\\d?$',
    '^a$',
    `^${'1'.repeat(99)}$`,
    '^$',
  ])('may not be %s', (pattern) => {
    expect(StudentCodePattern.safeParse(pattern).success).toBe(false)
  })

  it.each([
    [usual, '111A111/11'],
    ['^B\\d{7}$', 'B1111111'],
    ['^65\\d{6}-\\d$', '65111111-1'],
    ['^[0-9]{2}\\.F?$', '00.F'],
  ])('%s is shown as %s, which fits', (pattern, example) => {
    expect(exampleOfCode(pattern)).toBe(example)
    expect(new RegExp(pattern, 'u').test(example)).toBe(true)
  })
})
