import { describe, expect, it } from 'vitest'
import { addressOf } from './address.ts'
import { fileNameOf } from './call.ts'
import { ApiProblem, asProblem, problemFrom } from './problem.ts'

describe('addresses', () => {
  it('fill the path and repeat lists, and leave out what is empty', () => {
    const query = { page: 2, q: '', status: ['draft', 'pending'], yearId: undefined }
    expect(addressOf({ path: '/years/:yearId/x' }, { yearId: 'a/b' }, query)).toBe(
      '/api/v1/years/a%2Fb/x?page=2&status=draft&status=pending',
    )
  })

  it('refuse a missing parameter', () => expect(() => addressOf({ path: '/years/:yearId' })).toThrow('yearId'))
})

describe('problems', () => {
  it('keep code, fields and data of the document', () => {
    const errors = [{ path: 'login', message: 'x' }]
    const document = {
      type: 'about:blank',
      title: 'Taken',
      status: 409,
      code: 'account.loginTaken',
      errors,
      data: { n: 1 },
    }
    const problem = problemFrom(409, JSON.stringify(document))
    expect(problem).toMatchObject({ code: 'account.loginTaken', status: 409, fields: errors, data: { n: 1 } })
  })

  it('understand answers of a proxy by their status', () => {
    expect(problemFrom(502, '<html>').code).toBe('network.unreachable')
    expect(problemFrom(413, '<html>').code).toBe('input.tooLarge')
    expect(problemFrom(401, '').code).toBe('session.missing')
    expect(problemFrom(418, 'teapot').code).toBe('server.failed')
  })

  it('make one kind of anything thrown', () => {
    const known = new ApiProblem('advisor.full', 409)
    expect(asProblem(known)).toBe(known)
    expect(asProblem(new TypeError('x')).code).toBe('server.failed')
  })
})

it('reads the name of a file, in any script', () => {
  expect(fileNameOf('attachment; filename="x.xlsx"; filename*=UTF-8\'\'%E0%BA%81.xlsx')).toBe('ກ.xlsx')
  expect(fileNameOf('attachment; filename="a b.pdf"')).toBe('a b.pdf')
  expect(fileNameOf(null)).toBeNull()
})
