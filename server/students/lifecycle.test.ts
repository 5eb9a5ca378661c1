import { expect, test } from 'vitest'
import { fullName, isUndecided } from './lifecycle.ts'

test('a registration is decided once', () => {
  expect(isUndecided('pending')).toBe(true)
  expect(isUndecided('approved')).toBe(false)
  expect(isUndecided('rejected')).toBe(false)
})

test('the full name is given name and surname', () => {
  expect(fullName({ givenName: 'ສົມໃຈ', surname: 'ວົງສາ' })).toBe('ສົມໃຈ ວົງສາ')
})
