import { describe, expect, it } from 'vitest'
import { addressOf } from './address.ts'
import { fileNameOf } from './call.ts'
import { ApiProblem, asProblem, problemFrom } from './problem.ts'
import { readProgress } from './progress.ts'

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

describe('how far the server is', () => {
  const problem = { type: 'about:blank', title: 'Closed', status: 409, code: 'year.closed' }
  /** Reads an answer that comes in these pieces. */
  const read = (...pieces: string[]) => {
    const steps: number[][] = []
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece))
        stream.close()
      },
    })
    const end = readProgress(body, (done, total) => steps.push([done, total]))
    return { steps, end }
  }

  it('is told line by line, wherever the pieces break', async () => {
    const { steps, end } = read('{"done":1,"to', 'tal":3}\n{"done":3,"total":3}\n{"status":200,', '"answer":{"a":1}}\n')
    expect(await end).toEqual({ a: 1 })
    expect(steps).toEqual([
      [1, 3],
      [3, 3],
    ])
  })

  it('ends with the refusal as if it had been the answer', async () => {
    const { end } = read(`{"done":1,"total":3}\n${JSON.stringify({ status: 409, problem })}\n`)
    await expect(end).rejects.toMatchObject({ code: 'year.closed', status: 409 })
  })

  it('is open when the connection breaks before the end', async () => {
    await expect(read('{"done":1,"total":3}\n{"sta').end).rejects.toMatchObject({ code: 'network.unreachable' })
  })
})
