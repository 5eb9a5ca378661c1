import { FileReply } from '../http/route.ts'
import { type SheetToWrite, writeSheet } from './write.ts'

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const

/** A table as a file to be saved, under a name without its ending: what the sheet is called unless another is given. */
export async function sheetReply(sheet: SheetToWrite, name = sheet.sheetName): Promise<FileReply> {
  const content = await writeSheet(sheet)
  const { format } = sheet
  return new FileReply({
    stream: content,
    name: `${name}.${format}`,
    mediaType: mediaTypes[format],
    size: content.length,
  })
}

/** A name with the day on which it was made. */
export const dated = (name: string, now: Date) => `${name} ${now.toISOString().slice(0, 10)}`
