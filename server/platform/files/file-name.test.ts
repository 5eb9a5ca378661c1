import { describe, expect, it } from 'vitest'
import { attachment, safeFileName } from './file-name.ts'

describe('safeFileName', () => {
  it('keeps any script and takes folders, marks and control characters away', () => {
    expect(safeFileName('ບົດ ທີ 1 ວິທະຍານິພົນ.pdf')).toBe('ບົດ ທີ 1 ວິທະຍານິພົນ.pdf')
    expect(safeFileName('C:\\fakepath\\../../etc/passwd')).toBe('passwd')
    expect(safeFileName('a\u202efdp.exe\0\r\n')).toBe('afdp.exe')
    expect(safeFileName('..hidden: "x".pdf. ')).toBe('hidden_ _x_.pdf')
    for (const name of ['', '..', '///', '\u202e']) expect(safeFileName(name)).toBe('file')
  })

  it('is at most 200 characters and keeps the extension', () => {
    const long = safeFileName(`${'ກໍ່'.repeat(150)}.docx`)
    expect(Array.from(long).length).toBeLessThanOrEqual(200)
    expect(long).toMatch(/ກໍ່\.docx$/)
    expect(Array.from(safeFileName('x'.repeat(300)))).toHaveLength(200)
  })
})

describe('attachment', () => {
  it('gives the name in any script, and in ASCII for programs that know no other', () => {
    expect(attachment('a (1).pdf')).toBe(`attachment; filename="a (1).pdf"; filename*=UTF-8''a%20%281%29.pdf`)
    expect(attachment(`ບ"'%.pdf`)).toBe(`attachment; filename="__'_.pdf"; filename*=UTF-8''%E0%BA%9A%22%27%25.pdf`)
    expect(attachment('😀*.pdf')).toBe(`attachment; filename="_*.pdf"; filename*=UTF-8''%F0%9F%98%80%2A.pdf`)
  })
})
