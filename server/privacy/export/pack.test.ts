import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { FileStore } from '../../platform/files.ts'
import { packExport } from './pack.ts'

test('who hangs up in the middle of a file leaves nothing open', async () => {
  const opened: Readable[] = []
  const open: FileStore['open'] = async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(65_536))
      },
    })
    opened.push(endless)
    return endless
  }
  const file = { code: 'P1', work: '1', version: 1, name: 'chapter.pdf', sha256: 'a'.repeat(64) }
  const head = { locale: 'lo', name: 'ນ້ອຍ', faculty: 'ຄະນະ', madeAt: new Date() } as const
  const archive = packExport({ ...head, sections: [], names: {}, files: [file, file], store: { open } })
  await once(archive, 'readable')
  while (opened.length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect(opened.map((one) => one.destroyed)).toEqual([false])
  archive.destroy()
  await once(archive, 'close')
  expect(opened.map((one) => one.destroyed)).toEqual([true])
})
