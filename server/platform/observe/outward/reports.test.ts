import { describe, expect, it } from 'vitest'
import { cleanEvent, createCap } from './reports.ts'

describe('reports of one cause', () => {
  it('go ten times, and then once a minute', () => {
    let now = 0
    const mayGo = createCap(() => now)
    const sent = (count: number) => Array.from({ length: count }, () => mayGo('a')).filter(Boolean).length
    expect(sent(500)).toBe(10)
    for (const minute of [1, 2, 3]) {
      now = minute * 60_000
      expect(sent(500)).toBe(1)
    }
    expect(mayGo('b')).toBe(true)
  })

  it('are forgotten when there are too many causes to remember', () => {
    const mayGo = createCap(() => 0)
    for (let i = 0; i < 20; i += 1) mayGo('first')
    expect(mayGo('first')).toBe(false)
    for (let i = 0; i < 1_000; i += 1) mayGo(`other ${i}`)
    expect(mayGo('first')).toBe(true)
  })
})

describe('an event', () => {
  it('tells neither the request, nor the machine, nor who the person is', () => {
    const event = {
      event_id: 'a'.repeat(32),
      message: 'no student 155N1000/22',
      server_name: 'host',
      modules: { a: '1' },
      breadcrumbs: [{ message: 'x' }],
      request: { url: 'https://x/?q=Somsak', headers: { cookie: 'bm23=x' } },
      user: { id: '7', email: 'a@b.la', ip_address: '1.2.3.4' },
      exception: { values: [{ type: 'Error', value: 'mail to a@b.la failed' }] },
    }
    expect(cleanEvent(event as never)).toEqual({
      event_id: 'a'.repeat(32),
      message: 'no student [student]',
      user: { id: '7' },
      exception: { values: [{ type: 'Error', value: 'mail to [email] failed' }] },
    })
  })
})
