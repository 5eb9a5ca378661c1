import { describe, expect, it } from 'vitest'
import { facultyToday, formatBytes, formatDay, formatMoment, formatNumber } from './format.ts'

describe('days', () => {
  it('are written in each language, Thai in the Buddhist era', () => {
    expect(formatDay('2026-09-24', 'lo')).toBe('24 ກັນຍາ 2026')
    expect(formatDay('2026-09-24', 'th')).toBe('24 กันยายน 2569')
    expect(formatDay('2026-09-24', 'en')).toBe('24 September 2026')
    expect(formatDay('2026-09-24', 'lo', 'short')).toBe('24/09/2026')
    expect(formatDay('2026-09-24', 'th', 'short')).toBe('24/09/2569')
  })

  it('never come out a day early or late, whatever the timezone of the reader', () => {
    for (const zone of ['America/Los_Angeles', 'Asia/Vientiane', 'Pacific/Kiritimati']) {
      process.env.TZ = zone
      expect(formatDay('2026-01-01', 'en')).toBe('1 January 2026')
      expect(formatDay('2026-12-31', 'lo')).toBe('31 ທັນວາ 2026')
    }
    delete process.env.TZ
  })

  it('give an empty text for what is no day', () => expect(formatDay('soon', 'en')).toBe(''))
})

describe('moments', () => {
  it('are shown in the timezone of the faculty', () => {
    expect(formatMoment('2026-09-24T18:30:00Z', 'lo')).toBe('25 ກັນຍາ 2026, 01:30')
    expect(formatMoment('2026-12-31T17:00:00Z', 'en')).toBe('1 January 2027, 00:00')
    expect(formatMoment('2026-09-24T18:30:00Z', 'en', 'UTC', 'short')).toBe('24/09/2026 18:30')
  })

  it('know today where the faculty is', () => {
    expect(facultyToday('Asia/Vientiane', new Date('2026-09-24T17:00:00Z'))).toBe('2026-09-25')
  })
})

describe('numbers', () => {
  it('use the separators of the language', () => {
    expect(formatNumber(1234.5, 'lo')).toBe('1.234,5')
    expect(formatNumber(1234.5, 'en')).toBe('1,234.5')
    expect(formatNumber(1234.5, 'th')).toBe('1,234.5')
  })

  it('say sizes as people do', () => {
    expect(formatBytes(0, 'en')).toBe('0 B')
    expect(formatBytes(1_400_000, 'en')).toBe('1.4 MB')
    expect(formatBytes(52_428_800, 'lo')).toBe('52,4 MB')
  })
})
