import { describe, expect, test } from 'vitest'
import type { DocumentStatus } from '../../contract/submissions.ts'
import { countedAt, mayReview, maySubmitDocument, statusOf } from './lifecycle.ts'

test('a document stands as the decision on its latest version', () => {
  expect(statusOf(undefined)).toBe('none')
  expect(statusOf({ decision: null })).toBe('submitted')
  expect(statusOf({ decision: 'approved' })).toBe('approved')
  expect(statusOf({ decision: 'revision' })).toBe('revision')
})

describe('handing in a document', () => {
  const standing = (pre_defense: DocumentStatus, post_defense: DocumentStatus = 'none') => ({
    pre_defense,
    post_defense,
  })

  test.each<[DocumentStatus, boolean]>([
    ['none', true],
    ['submitted', false],
    ['revision', true],
    ['approved', false],
  ])('before the defense, when it is %s: %s', (status, allowed) => {
    expect(maySubmitDocument('pre_defense', 'approved', standing(status))).toBe(allowed)
  })

  test('after the defense only when the one before was accepted', () => {
    expect(maySubmitDocument('post_defense', 'approved', standing('submitted'))).toBe(false)
    expect(maySubmitDocument('post_defense', 'approved', standing('approved'))).toBe(true)
    expect(maySubmitDocument('post_defense', 'approved', standing('approved', 'submitted'))).toBe(false)
  })

  test.each(['draft', 'pending', 'rejected', 'withdrawn', 'completed'])('never while the project is %s', (status) => {
    expect(maySubmitDocument('pre_defense', status, standing('none'))).toBe(false)
  })
})

test('what counts is when the request was here, unless the file took longer than a quarter of an hour', () => {
  const began = new Date('2027-01-31T16:59:59.000Z')
  const after = (ms: number) => new Date(began.getTime() + ms)
  expect(countedAt(began, began)).toEqual(began)
  expect(countedAt(began, after(900_000))).toEqual(began)
  expect(countedAt(began, after(900_001))).toEqual(after(900_001))
})

test('a decision is made once', () => {
  expect(mayReview('approved', null)).toBe(true)
  expect(mayReview('approved', 'revision')).toBe(false)
  expect(mayReview('withdrawn', null)).toBe(false)
})
