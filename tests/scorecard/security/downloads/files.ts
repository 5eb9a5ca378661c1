import { crc32, deflateSync } from 'node:zlib'

/** A file as somebody hands it in. `run` calls `k` with the number of the file when it is taken for a page or a program. */
export interface Sample {
  readonly name: string
  readonly content: Buffer
  /** How a browser would have to take it for its program to run; null where there is none in it. */
  readonly as: 'text/html' | null
}

/** An archive of files that are not compressed. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [title, body] = [Buffer.from(name), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(body), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(body.length, 18)
    common.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, title)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, body)
    at += 30 + title.length + body.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/** A picture of one pixel with a comment. */
function png(comment: string): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    const body = Buffer.concat([Buffer.from(type), data])
    size.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, sum])
  }
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  const parts = [chunk('IHDR', header), chunk('tEXt', Buffer.from(`x\0${comment}`)), chunk('IDAT', deflateSync('\0\0'))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts, chunk('IEND', Buffer.alloc(0))])
}

/** A picture with a comment. */
function jpeg(comment: string): Buffer {
  const [size, text] = [Buffer.alloc(2), Buffer.from(comment)]
  size.writeUInt16BE(text.length + 2)
  const head = Buffer.from('ffd8ffe000104a46494600010100000100010000fffe', 'hex')
  return Buffer.concat([head, size, text, Buffer.from('ffd9', 'hex')])
}

const page = (mark: number) => `<script>parent.k("${mark}")</script>`

/** A document of an office program, as far as it is recognised by its first file. */
function office(format: string, part: string, mark: number): Buffer {
  const type = `application/vnd.openxmlformats-officedocument.${format}.main+xml`
  const types = `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="${type}"/></Types>`
  return zip({ '[Content_Types].xml': types, [part]: page(mark) })
}

/** Names that have led programs astray, for any file. */
export const names = [
  ...['ບົດ ທີ 1 ວິທະຍານິພົນ.pdf', 'โครงงาน (ฉบับแก้).docx', "it's (final) [2]; v=1, ok.pdf", 'a%41%2e%2e.pdf', '😀.pdf'],
  ...[
    'x%22; filename=%22evil.html',
    'x.pdf.html',
    'x.svg',
    `${'ກ'.repeat(250)}.pdf`,
    'e\u0301.pdf',
    '\u202efdp.exe',
    '.htaccess',
  ],
]

/** A file of every kind that is taken, plain and with a program inside; `mark` numbers them. */
export function samples(): Sample[] {
  const pdf = '%PDF-1.4\n1 0 obj<<>>endobj\n'
  const makers: ((mark: number) => Omit<Sample, 'name'>)[] = [
    () => ({ content: Buffer.from(`${pdf}trailer<<>>\n%%EOF\n`), as: null }),
    (mark) => ({ content: Buffer.from(`${pdf}${'%'.repeat(1_100)}\n${page(mark)}\n%%EOF`), as: 'text/html' }),
    (mark) => ({
      content: Buffer.from(
        `${pdf}2 0 obj<</S/JavaScript/JS(app.alert(${mark}))>>endobj\ntrailer<</OpenAction 2 0 R>>\n%%EOF`,
      ),
      as: null,
    }),
    (mark) => ({ content: zip({ 'page.html': page(mark) }), as: 'text/html' }),
    (mark) => ({ content: office('wordprocessingml.document', 'word/document.xml', mark), as: 'text/html' }),
    (mark) => ({ content: office('spreadsheetml.sheet', 'xl/workbook.xml', mark), as: 'text/html' }),
    (mark) => ({ content: office('presentationml.presentation', 'ppt/presentation.xml', mark), as: 'text/html' }),
    (mark) => ({ content: png(page(mark)), as: 'text/html' }),
    (mark) => ({ content: jpeg(page(mark)), as: 'text/html' }),
    (mark) => ({ content: Buffer.concat([jpeg('x'), Buffer.from(page(mark))]), as: 'text/html' }),
  ]
  return [...makers, ...names.slice(makers.length).map(() => makers[0] as (typeof makers)[number])].map(
    (make, mark) => ({
      name: names[mark % names.length] ?? '',
      ...make(mark),
    }),
  )
}
