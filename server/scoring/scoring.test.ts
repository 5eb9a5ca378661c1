import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grade, gradeOf, hundredths, sum } from './grading.ts'
import { isComplete, isDecidable, isFillable, isReopenable, isScoringOpen } from './lifecycle.ts'
import { presetAdvisor, presetBoundaries, presetCommittee } from './presets.ts'

const plain = { boundaries: presetBoundaries, rounding: 'none' } as const
const points = (maximum: number) => fc.integer({ min: 0, max: maximum * 100 }).map((whole) => whole / 100)
const totals = fc.record({ advisor: points(60), committee: fc.array(points(40), { minLength: 3, maxLength: 3 }) })

describe('the formula', () => {
  test('adds the advisor total and the mean of the committee', () => {
    expect(grade({ advisor: 50, committee: [30, 31, 33] }, plain)).toEqual({
      advisorTotal: 50,
      committeeMean: 31.3333,
      final: 81.3333,
      grade: 'A',
    })
  })

  test.each([
    ['none', 79.6667, 'B+'],
    ['half_up_one_decimal', 79.7, 'B+'],
    ['half_up_integer', 80, 'A'],
  ] as const)('rounds by the rule %s', (rounding, final, letter) => {
    const result = grade({ advisor: 50, committee: [29, 30, 30] }, { ...plain, rounding })
    expect([result.final, result.grade]).toEqual([final, letter])
  })

  test('rounds a half up where binary fractions would fall below it', () => {
    const rules = { ...plain, rounding: 'half_up_one_decimal' } as const
    expect(grade({ advisor: 41.03, committee: [30.02, 30.02, 30.02] }, rules).final).toBe(71.1)
    expect(grade({ advisor: 41.005, committee: [30, 30, 30.12] }, plain).advisorTotal).toBe(41.01)
  })

  test('gives the same result for the seats in any order', () => {
    fc.assert(
      fc.property(totals, ({ advisor, committee }) => {
        expect(grade({ advisor, committee: committee.toReversed() }, plain)).toEqual(
          grade({ advisor, committee }, plain),
        )
      }),
    )
  })

  test('never leaves the range of 0 to 100, and rises with every score', () => {
    fc.assert(
      fc.property(totals, fc.constantFrom('none', 'half_up_integer', 'half_up_one_decimal'), (one, rounding) => {
        const rules = { boundaries: presetBoundaries, rounding } as const
        const low = grade(one, rules)
        const high = grade({ ...one, advisor: Math.min(60, one.advisor + 0.5) }, rules)
        expect(low.final).toBeGreaterThanOrEqual(0)
        expect(high.final).toBeLessThanOrEqual(100)
        expect(high.final).toBeGreaterThanOrEqual(low.final)
      }),
    )
  })

  test('is exact when the committee agrees', () => {
    fc.assert(
      fc.property(points(60), points(40), (advisor, one) => {
        const { final } = grade({ advisor, committee: [one, one, one] }, plain)
        expect(final).toBe((hundredths(advisor) + hundredths(one)) / 100)
      }),
    )
  })
})

describe('the grade', () => {
  test.each([
    [100, 'A'],
    [80, 'A'],
    [79.9999, 'B+'],
    [50, 'D'],
    [49.99, 'F'],
    [0, 'F'],
  ])('of %d points is %s', (final, letter) => {
    expect(gradeOf(final, presetBoundaries)).toBe(letter)
    expect(gradeOf(final, presetBoundaries.toReversed())).toBe(letter)
  })
})

test('sums are exact to the hundredth', () => {
  expect(sum([0.1, 0.2, 0.7])).toBe(1)
  expect(sum([])).toBe(0)
})

test('the preset rubric sums to 100', () => {
  expect(sum([...presetAdvisor, ...presetCommittee].map((item) => item.maximum))).toBe(100)
})

describe('scoring is open', () => {
  const facts = { evaluator: 'chair', projectStatus: 'approved', defenseStatus: 'scheduled' }

  test('to the advisor from the approval on', () => {
    expect(isScoringOpen({ ...facts, evaluator: 'advisor', defenseStatus: 'unscheduled' })).toBe(true)
    expect(isScoringOpen({ ...facts, evaluator: 'advisor', projectStatus: 'pending' })).toBe(false)
  })

  test('to the committee once the defense has its date', () => {
    expect(isScoringOpen(facts)).toBe(true)
    expect(isScoringOpen({ ...facts, defenseStatus: 'completed' })).toBe(true)
    expect(isScoringOpen({ ...facts, defenseStatus: 'postponed' })).toBe(false)
    expect(isScoringOpen({ ...facts, projectStatus: 'withdrawn' })).toBe(false)
  })
})

test('a sheet is filled while open, and reopened while submitted', () => {
  expect((['open', 'submitted', 'locked'] as const).map(isFillable)).toEqual([true, false, false])
  expect((['open', 'submitted', 'locked'] as const).map(isReopenable)).toEqual([false, true, false])
})

test('four sheets handed in make a result', () => {
  const done = { status: 'submitted' } as const
  expect(isComplete([done, done, done, done])).toBe(true)
  expect(isComplete([done, done, done])).toBe(false)
  expect(isComplete([done, done, done, { status: 'open' }])).toBe(false)
})

test('only a computed result is published or overridden', () => {
  expect((['incomplete', 'computed', 'published'] as const).map(isDecidable)).toEqual([false, true, false])
})
