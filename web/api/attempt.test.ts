import { expect, it } from 'vitest'
import { attemptOf, isOpen } from './attempt.ts'
import { ApiProblem } from './problem.ts'

it('keeps its key while the same thing is sent', () => {
  const first = attemptOf(null, { body: { name: 'A' } })
  expect(first.key).toMatch(/^[0-9a-f]{32}$/)
  expect(attemptOf(first, { body: { name: 'A' } })).toBe(first)
  expect(attemptOf(first, { body: { name: 'B' } }).key).not.toBe(first.key)
})

it('is open as long as nobody knows whether it was done', () => {
  expect(isOpen(new ApiProblem('network.unreachable', 0))).toBe(true)
  expect(isOpen(new ApiProblem('server.busy', 503))).toBe(true)
  expect(isOpen(new ApiProblem('advisor.full', 409))).toBe(false)
  expect(isOpen(new DOMException('Aborted', 'AbortError'))).toBe(false)
})
