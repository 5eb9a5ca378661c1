import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesTwice } from './json.ts'

describe('names given twice', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1,"b":1}}',
    '[{"x":[]},{"a":[1,{"b":"}","c":"{","b":2}]}]',
    '{"a":"\\\\","a":"\\""}',
    '{ "a" : {} , "b" : [ ] , "a" : 0 }',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
  ])('are found in %s', (text) => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(namesTwice(text)).toBe(true)
  })

  it('are not found where there are none', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // what is written again from what was read has each name once
        expect(namesTwice(JSON.stringify(JSON.parse(text)))).toBe(false)
      }),
    )
    for (const text of [
      '{"a":"a","b":"a"}',
      '["a","a"]',
      '{"a":["b","b"],"b":{"a":1}}',
      '"a"',
      '1',
      '{"a":"\\",\\"a\\":"}',
    ]) {
      expect(namesTwice(text)).toBe(false)
    }
  })

  it('are found wherever one is put', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
    fc.assert(
      fc.property(object, fc.array(fc.nat(3), { maxLength: 4 }), (value, wraps) => {
        const [name = ''] = Object.keys(value)
        const twice = JSON.stringify(value).replace(/^\{/, () => `{${JSON.stringify(name)}:null,`)
        const text = wraps.reduce((inner, kind) => (kind % 2 ? `[0,${inner}]` : `{"x":${inner},"y":"}"}`), twice)
        expect(namesTwice(text)).toBe(true)
      }),
    )
  })
})
