import { describe, expect, test } from 'vitest'
import { canChangeNow, differenceOf, refusalOfChange } from './lifecycle.ts'

const now = { topicLo: 'ກາເຟ', topicEn: 'Coffee', topicTh: null, abstract: 'About coffee', memberIds: ['a', 'b'] }

describe('what is another than now', () => {
  test('nothing, when nothing or the same is wanted', () => {
    expect(differenceOf(now, {}).changed).toEqual([])
    expect(differenceOf(now, { ...now, memberIds: ['b', 'a'] }).changed).toEqual([])
  })

  test('texts by name; null takes one away, and only Lao and English are the topic', () => {
    const less = differenceOf(now, { topicTh: 'กาแฟ', abstract: null })
    expect(less).toMatchObject({ changed: ['topicTh', 'abstract'], sameTopic: true })
    expect(less.after).toMatchObject({ topicLo: 'ກາເຟ', topicTh: 'กาแฟ', abstract: null })
    expect(differenceOf(now, { topicEn: 'Tea' })).toMatchObject({ changed: ['topicEn'], sameTopic: false })
  })

  test('members: who stays comes first, in the order there is', () => {
    const moved = differenceOf(now, { memberIds: ['c', 'b'] })
    expect(moved).toMatchObject({ changed: ['memberIds'], addedIds: ['c'], removedIds: ['a'], sameTopic: true })
    expect(moved.after.memberIds).toEqual(['b', 'c'])
  })
})

test('one change at a time, and none of what was scored', () => {
  const open = { byOffice: false }
  expect(refusalOfChange({ scored: false, open: null }, 'ask')).toBeNull()
  expect(refusalOfChange({ scored: true, open: null }, 'ask')).toBe('change.scored')
  expect(refusalOfChange({ scored: true, open }, 'ask')).toBe('change.open')
  expect(refusalOfChange({ scored: false, open }, 'approve')).toBeNull()
  expect(refusalOfChange({ scored: true, open }, 'approve')).toBe('change.scored')
  expect(refusalOfChange({ scored: false, open: null }, 'approve')).toBe('change.notOpen')
})

describe('what the reader may do now', () => {
  const rights = { ask: true, decide: true, office: false }
  const free = { running: true, scored: false, open: null }

  test('asking when nothing is open, deciding and taking back when something is', () => {
    expect(canChangeNow(free, rights)).toEqual({ ask: true, decide: false, takeBack: false })
    const open = { ...free, open: { byOffice: false } }
    expect(canChangeNow(open, rights)).toEqual({ ask: false, decide: true, takeBack: true })
    // it can still be declined, and taken back, when it can be approved no more
    expect(canChangeNow({ ...open, scored: true }, rights)).toEqual({ ask: false, decide: true, takeBack: true })
  })

  test('a student takes back what a student asked; the office also that', () => {
    const open = { ...free, open: { byOffice: true } }
    expect(canChangeNow(open, rights).takeBack).toBe(false)
    expect(canChangeNow(open, { ...rights, office: true }).takeBack).toBe(true)
  })

  test('nothing in another state or year, and nothing without the right', () => {
    const none = { ask: false, decide: false, takeBack: false }
    expect(canChangeNow({ ...free, running: false }, rights)).toEqual(none)
    expect(canChangeNow({ ...free, running: false, open: { byOffice: false } }, rights)).toEqual(none)
    expect(canChangeNow(free, { ask: false, decide: false, office: false })).toEqual(none)
  })
})
