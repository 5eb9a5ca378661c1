import { expect, it } from 'vitest'
import { Recent } from './recent.ts'

it('counts the last hour, minute by minute', () => {
  let minute = 0
  const recent = new Recent(() => new Date(minute * 60_000))
  recent.add('a')
  minute = 59
  recent.add('a')
  recent.add('b')
  expect([...recent.counts()]).toEqual([
    ['a', 2],
    ['b', 1],
  ])
  minute = 60
  expect(recent.counts().get('a')).toBe(1)
  recent.add('a')
  expect(recent.counts().get('a')).toBe(2)
  minute = 1_000
  expect(recent.counts().size).toBe(0)
})
