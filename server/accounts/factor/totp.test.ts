import { describe, expect, it } from 'vitest'
import { base32, codeAt, keyAddress, stepOf, stepOfCode } from './totp.ts'

const seed = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1_000)

describe('codes', () => {
  // RFC 6238, appendix B: the last six of the eight digits
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %s are those of the RFC', (seconds, code) => {
    expect(codeAt(seed, stepOf(at(seconds)))).toBe(code)
  })

  it('are taken one step early and late, and no more', () => {
    const now = at(1_111_111_111)
    const step = stepOf(now)
    const taken = [-2, -1, 0, 1, 2].map((off) => stepOfCode(seed, codeAt(seed, step + off), now))
    expect(taken).toEqual([null, step - 1, step, step + 1, null])
  })

  it('of other lengths are of no step', () => {
    expect(['', '05047', '0504711', 'abcdef'].map((code) => stepOfCode(seed, code, at(1_111_111_111)))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('the key', () => {
  // RFC 4648, 10
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of “%s” is written as in the RFC', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written)
  })

  it('goes into the QR code with names in any script', () => {
    const address = new URL(keyAddress(seed, 'ຄະນະ: ບໍລິຫານ', '155N1000/22'))
    expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(address.pathname)).toBe('/ຄະນະ  ບໍລິຫານ:155N1000/22')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      issuer: 'ຄະນະ  ບໍລິຫານ',
    })
  })
})
