import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { readSheet, SheetTooLarge, SheetUnreadable, writeSheet } from './spreadsheet.ts'

const limits = { rows: 100 }

async function workbookBytes(fill: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  fill(workbook.addWorksheet('One'), workbook)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** A ZIP archive as written by hand, so that the declared sizes can lie. */
function zip(entries: { name: string; content: Buffer; declared?: number; flags?: number }[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, content, declared = content.length, flags = 0 } of entries) {
    const packed = deflateRawSync(content)
    const local = Buffer.alloc(30 + name.length)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(declared, 22)
    local.writeUInt16LE(name.length, 26)
    local.write(name, 30)
    const central = Buffer.alloc(46 + name.length)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(declared, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    central.write(name, 46)
    locals.push(local, packed)
    centrals.push(central)
    offset += local.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  const size = centrals.reduce((sum, each) => sum + each.length, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...centrals, end])
}

describe('readSheet of .xlsx', () => {
  it('reads cells of every kind as text', async () => {
    const bytes = await workbookBytes((sheet) => {
      sheet.getRow(1).values = ['Student ID', 'Name']
      sheet.getRow(3).values = [
        '\u00a0 155N1000/22\u200b ',
        { richText: [{ text: 'ພອ' }, { font: { bold: true }, text: 'ນທິບ' }] },
        { text: 'a@b.la', hyperlink: 'mailto:other@b.la' },
        { formula: 'A1+1', result: 7, date1904: false },
        new Date('2026-05-04T00:00:00Z'),
        0,
        true,
        0.1 + 0.2,
        new Date('2026-05-04T13:30:00Z'),
        1e21,
      ]
    })
    const { rows } = await readSheet(bytes, 'x.xlsx', limits)
    expect(rows).toEqual([
      { row: 1, cells: ['Student ID', 'Name'], formulas: [] },
      {
        row: 3,
        cells: [
          '155N1000/22',
          'ພອນທິບ',
          'a@b.la',
          '7',
          '2026-05-04',
          '0',
          'TRUE',
          '0.3',
          '2026-05-04 13:30',
          '1000000000000000000000',
        ],
        formulas: [3],
      },
    ])
  })

  it('hands formulas over so that they can be refused', async () => {
    const bytes = await workbookBytes((sheet) => {
      sheet.getCell('A1').value = { formula: 'HYPERLINK("http://evil.example","Noy")', result: 'Noy', date1904: false }
      sheet.getCell('B1').value = { formula: 'C1&"x"', result: 'Noyx', date1904: false }
      sheet.getCell('C1').value = '=1+1'
      sheet.getCell('D1').value = { formula: '1/0', result: { error: '#DIV/0!' }, date1904: false }
    })
    const { rows } = await readSheet(bytes, 'x.xlsx', limits)
    expect(rows[0]?.cells).toEqual(['=HYPERLINK("http://evil.example","Noy")', 'Noyx', '=1+1', '=1/0'])
    expect(rows[0]?.formulas).toEqual([0, 1, 3])
  })

  it('takes the first sheet that is filled and can be seen', async () => {
    const bytes = await workbookBytes((_, workbook) => {
      workbook.addWorksheet('Lists', { state: 'hidden' }).getCell('A1').value = 'hidden'
      workbook.addWorksheet('Data').getCell('B2').value = 'seen'
    })
    expect((await readSheet(bytes, 'x.xlsx', limits)).rows).toEqual([{ row: 2, cells: ['', 'seen'], formulas: [] }])
  })

  it('is not slowed by rules and merges over whole columns', async () => {
    const bytes = await workbookBytes((sheet) => {
      sheet.getCell('A1').value = 'Name'
      sheet.mergeCells('B1:D400')
      sheet.getCell('A2').dataValidation = { type: 'whole', operator: 'equal', formulae: [1] }
    })
    expect((await readSheet(bytes, 'x.xlsx', limits)).rows).toEqual([{ row: 1, cells: ['Name'], formulas: [] }])
  })

  it('counts rows below the headings, blank rows apart, and columns', async () => {
    const bytes = await workbookBytes((sheet) => {
      for (const row of [1, 2, 9]) sheet.getCell(row, 1).value = 'x'
    })
    expect((await readSheet(bytes, 'x.xlsx', { rows: 2 })).rows.map((each) => each.row)).toEqual([1, 2, 9])
    await expect(readSheet(bytes, 'x.xlsx', { rows: 1 })).rejects.toThrow(SheetTooLarge)
    const wide = await workbookBytes((sheet) => {
      sheet.getCell(1, 101).value = 'x'
    })
    await expect(readSheet(wide, 'x.xlsx', limits)).rejects.toMatchObject({ what: 'columns', limit: 100 })
  })

  it('refuses archives that unpack too large, declared or not, and damaged or locked ones', async () => {
    const content = Buffer.alloc(101 * 1024 * 1024)
    const book = { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') }
    for (const declared of [content.length, 10]) {
      const bomb = zip([book, { name: 'xl/sheet.xml', content, declared }])
      await expect(readSheet(bomb, 'x.xlsx', limits)).rejects.toMatchObject({ name: 'SheetTooLarge', what: 'bytes' })
    }
    await expect(readSheet(zip([{ ...book, flags: 1 }]), 'x.xlsx', limits)).rejects.toMatchObject({
      reason: 'encrypted',
    })
    await expect(readSheet(zip([book]), 'x.xlsx', limits)).rejects.toThrow(SheetUnreadable)
    const good = await workbookBytes((sheet) => {
      sheet.getCell('A1').value = 'x'
    })
    await expect(readSheet(good.subarray(0, good.length - 40), 'x.xlsx', limits)).rejects.toThrow(SheetUnreadable)
  })
})

describe('readSheet of .csv', () => {
  const read = async (text: string | Buffer, name = 'x.csv') =>
    (await readSheet(Buffer.from(text), name, limits)).rows.map(({ row, cells }) => [row, ...cells])

  it('finds the separator, with and without byte order mark, and keeps row numbers', async () => {
    expect(await read('\ufeffName;Quota\r\n\r\n"ນ້ອຍ; ສີ";3\r\n')).toEqual([
      [1, 'Name', 'Quota'],
      [3, 'ນ້ອຍ; ສີ', '3'],
    ])
    expect(await read('Name,Note\n"a\nb", =1+1\n,,\nc,0')).toEqual([
      [1, 'Name', 'Note'],
      [2, 'a\nb', '=1+1'],
      [4, 'c', '0'],
    ])
    expect(await read('sep=;\nName;Quota\n')).toEqual([[1, 'Name', 'Quota']])
    expect(await read('Name\nnoy\n')).toEqual([
      [1, 'Name'],
      [2, 'noy'],
    ])
  })

  it('normalises text', async () => {
    expect(await read('Cafe\u0301,\u200ba\u200bb\u00a0c\u00a0')).toEqual([[1, 'Caf\u00e9', 'ab c']])
  })

  it('refuses what is no table, whatever its name', async () => {
    const pdf = '%PDF-1.7\n1,2'
    const others = [
      pdf,
      '<!DOCTYPE html><table>',
      '\0\x01',
      Buffer.from([0xff, 0xfe, 0x41]),
      '  \n',
      Buffer.from([0xd0, 0xcf]),
    ]
    for (const bytes of others) await expect(read(bytes)).rejects.toThrow()
    await expect(read('just a text', 'x.xlsx')).rejects.toThrow(SheetUnreadable)
    await expect(read('a,b\n"open,1', 'x.csv')).rejects.toThrow(SheetUnreadable)
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')])
    await expect(read(ole, 'x.xlsx')).rejects.toMatchObject({ reason: 'encrypted' })
  })

  it('refuses too many rows', async () => {
    await expect(read(`a,b\n${'1,2\n'.repeat(101)}`)).rejects.toMatchObject({ what: 'rows', limit: 100 })
  })
})

describe('writeSheet', () => {
  const table = {
    sheetName: "'Scores: [2026]/all'",
    columns: [{ heading: 'ຊື່' }, { heading: 'Score', width: 12 }],
    rows: [
      ['=HYPERLINK("x")', 0],
      ['+856 20', -5],
      ['@cmd', null],
      ['\t=1', 1.5],
      ['a "b", c', Number.NaN],
    ] as (string | number | null)[][],
  }

  it('writes csv that runs nothing, and 0 as 0', async () => {
    const bytes = await writeSheet({ ...table, format: 'csv' })
    expect(bytes.toString('utf8')).toBe(
      '\ufeffຊື່,Score\r\n"\'=HYPERLINK(""x"")",0\r\n\'+856 20,-5\r\n\'@cmd,\r\n"\'\t=1",1.5\r\n"a ""b"", c",\r\n',
    )
  })

  it('writes xlsx with text cells, numbers and a bold frozen heading', async () => {
    const workbook = new ExcelJS.Workbook()
    const bytes = await writeSheet({ ...table, format: 'xlsx' })
    await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0])
    const sheet = workbook.worksheets[0]!
    expect(sheet.name).toBe('Scores   2026  all')
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true, name: 'Noto Sans Lao' })
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet.getCell('A2').type).toBe(ExcelJS.ValueType.String)
    expect(sheet.getCell('A2').value).toBe('\'=HYPERLINK("x")')
    expect(sheet.getCell('B2').value).toBe(0)
    expect(sheet.getCell('B4').value).toBe(null)
    expect(sheet.getColumn(2).width).toBe(12)
  })

  it('is read back as it was written', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      const { rows } = await readSheet(await writeSheet({ ...table, format }), `x.${format}`, limits)
      expect(rows.map((each) => each.cells)).toEqual([
        ['ຊື່', 'Score'],
        ['=HYPERLINK("x")', '0'],
        ['+856 20', '-5'],
        ['@cmd'],
        ['=1', '1.5'],
        ['a "b", c'],
      ])
    }
  })
})
