import { describe, expect, it } from 'vitest'
import { createAccessToken } from '../../../contract/accounts/tokens.ts'
import { signIn, updateAccount } from '../../../contract/accounts.ts'
import { registerStudent } from '../../../contract/students.ts'
import { fieldMessage, type Issue } from './issues.ts'
import { tidy, valueAt } from './tidy.ts'

describe('tidy', () => {
  it('sends null for an emptied field that may be null', () => {
    const body = tidy(updateAccount.body, { displayName: 'A', login: '', email: '', admin: false })
    expect(body).toEqual({ displayName: 'A', login: null, email: null, admin: false })
  })

  it('leaves required texts empty, so that they are refused', () => {
    expect(tidy(signIn.body, { login: '', password: '' })).toEqual({ login: '', password: '' })
    expect(tidy(registerStudent.body, { code: '', telephone: '' })).toEqual({ code: '', telephone: null })
  })
})

describe('messages of fields', () => {
  const messageOf = (value: unknown, path: string, body: unknown) => {
    const parsed = createAccessToken.body.safeParse(body)
    const issue = parsed.error?.issues.find((one) => one.path.join('.') === path)
    return fieldMessage((issue ?? {}) as Issue, value)
  }

  it('ask to fill in what is empty', () => expect(messageOf('', 'name', { name: '' }).key).toBe('field.required'))

  it('say the limit', () => {
    const name = 'x'.repeat(101)
    expect(messageOf(name, 'name', { name })).toEqual({ key: 'field.tooLong', values: { maximum: 100 } })
  })

  it('know days and addresses', () => {
    expect(messageOf('soon', 'expiresOn', { expiresOn: 'soon' }).key).toBe('field.date')
    expect(fieldMessage({ code: 'invalid_format', format: 'email' }, 'x').key).toBe('field.email')
  })
})

it('finds values at dotted paths', () => {
  expect(valueAt({ members: [{ code: 'a' }] }, 'members.0.code')).toBe('a')
  expect(valueAt({}, 'members.0.code')).toBeUndefined()
})
