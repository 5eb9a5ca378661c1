import { describe, expect, it } from 'vitest'
import { contrastOf, shadesOf } from './look/accent.ts'
import { parseSearch, writeSearch } from './search.ts'

describe('the accent', () => {
  it.each(['#1d4f91', '#ffff00', '#ffffff', '#00ff88', '#000000', '#ff6600'])('keeps %s readable', (colour) => {
    const shades = shadesOf(colour)
    expect(contrastOf(shades[7], '#ffffff')).toBeGreaterThanOrEqual(4.5)
    expect(contrastOf(shades[9], shades[1])).toBeGreaterThanOrEqual(4.5)
    expect(contrastOf(shades[3], '#1b1e22')).toBeGreaterThanOrEqual(4.5)
  })
})

describe('search parameters', () => {
  it('stay plain text both ways', () => {
    const text = '?year=2026-2027&q=123&status=draft&status=pending'
    expect(parseSearch(text)).toEqual({ year: '2026-2027', q: '123', status: ['draft', 'pending'] })
    expect(writeSearch(parseSearch(text))).toBe(text)
  })

  it('leave out what is empty', () => expect(writeSearch({ page: undefined, q: '' })).toBe(''))
})
