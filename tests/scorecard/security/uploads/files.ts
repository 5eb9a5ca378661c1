import { crc32, deflateRawSync } from 'node:zlib'
import { maxFileBytes } from '../../../../contract/submissions.ts'
import { worm } from '../../../serving/clamd.ts'

/** Files that somebody with bad intentions hands in, and what each must be answered. */
export interface Hostile {
  readonly what: string
  readonly name: string
  readonly content: Buffer
  readonly status: number
}

export const goodPdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(200)])
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02', 'hex')
const text = (start: string, length = 2_000) => Buffer.from(start.padEnd(length))
const hex = (start: string) => Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(1_000)])

/** A ZIP archive of one entry. */
export function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const entry = Buffer.from(name)
  const common = Buffer.alloc(22)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(content.length, 18)
  const lengths = Buffer.alloc(4)
  lengths.writeUInt16LE(entry.length, 0)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, lengths, entry, packed])
  const central = Buffer.concat([
    ...[Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, lengths, Buffer.alloc(14), entry],
  ])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

const lies: readonly [string, Buffer][] = [
  ['a shell script', text('#!/bin/sh\nrm -rf /\n')],
  ['a page', text('<!doctype html><script>alert(1)</script>')],
  ['a page without a type', text('<script>alert(1)</script>')],
  ['a drawing with a script', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['a drawing with a declaration', text('<?xml version="1.0"?><svg onload="alert(1)"/>')],
  [
    'XML with an external entity',
    text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  ],
  ['JavaScript', text('fetch("/api/v1/session")')],
  ['PHP', text('<?php system($_GET["c"]); ?>')],
  ['JSON', text('{"a": 1}')],
  ['plain text', text('nothing but words')],
  ['a Windows program', hex('4d5a90000300000004000000ffff0000b800000000000000')],
  ['a Linux program', hex('7f454c4602010100000000000000000002003e0001000000')],
  ['a Java class', hex('cafebabe00000034')],
  ['WebAssembly', hex('0061736d01000000')],
  ['an old Word document', hex('d0cf11e0a1b11ae1')],
  ['RTF', text('{\\rtf1 {\\object\\objdata 0}}')],
  ['RAR', hex('526172211a0700')],
  ['7-Zip', hex('377abcaf271c0004')],
  ['gzip', hex('1f8b080000000000')],
  ['a GIF that is JavaScript', text('GIF89a/*')],
  ['a film', hex('000000186674797069736f6d')],
  ['SQLite', text('SQLite format 3\0')],
  ['a PDF that is a page', text('%PDF-1.7\n<html><script>alert(1)</script>')],
  ['a PDF that is a page, in capitals', text('%PDF-1.7\n<SCRIPT>alert(1)</SCRIPT>')],
  ['a PDF that is an archive', Buffer.concat([Buffer.from('%PDF-1.7\n'), zip('a', Buffer.from('a'))])],
  ['a PDF after 500 other bytes', Buffer.concat([text('/*', 500), goodPdf])],
  ['a PDF after a byte order mark', Buffer.concat([Buffer.from('\ufeff'), goodPdf])],
  ['half a signature of PDF', text('%PDF')],
]

const names = [
  ...['../../x.pdf', '..\\..\\x.pdf', '/etc/passwd', 'C:\\windows\\x.pdf', 'CON.pdf', '.htaccess', '..', ' . '],
  ...['x.pdf.html', 'x.html', 'a\u202efdp.exe', 'a\u0000.pdf', `${'a'.repeat(400)}.pdf`, `${'ກໍ່'.repeat(120)}.pdf`],
  ...['trailing. ', '😀.pdf', 'e\u0301.pdf', 'semi;colon.pdf', "quote'.pdf", '%2e%2e%2fx.pdf', '<img onerror=1>.pdf'],
]

export const hostile: readonly Hostile[] = [
  ...lies.map(([what, content]) => ({ what, name: 'chapter.pdf', content, status: 415 })),
  ...names.map((name) => ({ what: `named ${JSON.stringify(name).slice(0, 40)}`, name, content: goodPdf, status: 201 })),
  { what: 'nothing', name: 'empty.pdf', content: Buffer.alloc(0), status: 400 },
  { what: 'one byte', name: 'one.pdf', content: Buffer.from('%'), status: 415 },
  {
    what: 'one byte too many',
    name: 'large.pdf',
    content: Buffer.concat([goodPdf, Buffer.alloc(maxFileBytes + 1 - goodPdf.length)]),
    status: 413,
  },
  {
    what: 'as much as is allowed',
    name: 'large.pdf',
    content: Buffer.concat([goodPdf, Buffer.alloc(maxFileBytes - goodPdf.length)]),
    status: 201,
  },
  { what: 'a photograph', name: 'a.pdf', content: jpeg, status: 201 },
  { what: 'a picture', name: 'a.pdf', content: png, status: 201 },
  { what: 'an archive', name: 'a.zip', content: zip('a.txt', Buffer.from('a')), status: 201 },
  { what: 'a worm in a PDF', name: 'a.pdf', content: Buffer.concat([goodPdf, Buffer.from(worm)]), status: 422 },
  { what: 'a worm in an archive', name: 'a.zip', content: zip('a.txt', Buffer.from(worm)), status: 422 },
  {
    what: 'a worm in an archive in an archive',
    name: 'a.zip',
    content: zip('b.zip', zip('a.txt', Buffer.from(worm))),
    status: 422,
  },
]
