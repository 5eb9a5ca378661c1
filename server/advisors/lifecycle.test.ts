import { expect, test } from 'vitest'
import { differing, mayReuseAccount, rolesToMove } from './lifecycle.ts'

test('differing names what was added and what was taken away', () => {
  expect(differing(['a', 'b'], ['b', 'c', 'c'])).toEqual(['c', 'a'])
  expect(differing([], [])).toEqual([])
  expect(differing(['a'], ['a'])).toEqual([])
})

test('the account of an advisor is used again, of a student never, of other staff by those who manage accounts', () => {
  expect(mayReuseAccount(['advisor'], false)).toBe(true)
  expect(mayReuseAccount(['admin'], false)).toBe(false)
  expect(mayReuseAccount(['admin'], true)).toBe(true)
  expect(mayReuseAccount(['student'], true)).toBe(false)
})

test('roles follow the records', () => {
  expect(rolesToMove(['advisor'], { advises: true, manages: true })).toEqual({
    grant: ['department_admin'],
    revoke: [],
  })
  expect(rolesToMove(['advisor', 'department_admin', 'admin'], { advises: false, manages: false })).toEqual({
    grant: [],
    revoke: ['advisor', 'department_admin'],
  })
})
