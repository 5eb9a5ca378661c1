import type { FileScan } from '../../contract/submissions.ts'
import type { Db, Tx } from '../platform/db/db.ts'

/** What the scanner says of a file, and what was found. */
export interface Scan {
  readonly scan: FileScan
  readonly signature: string | null
}

export interface NewFile extends Scan {
  readonly sha256: string
  readonly size: number
  readonly mediaType: string
  readonly name: string
}

/** Writes a file whose content is in the store already. */
export async function insertFile(tx: Tx, file: NewFile, by: string, at: Date): Promise<string> {
  const { sha256, size, name, scan, signature } = file
  const scanned_at = scan === 'clean' || scan === 'infected' ? at : null
  const { id } = await tx
    .insertInto('files')
    .values({ sha256, size, media_type: file.mediaType, name, uploaded_by: by, scan, signature, scanned_at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Content that nobody has looked at: first what people wait for, then what came before there was a scanner. */
export async function listUnscanned(db: Db, count: number): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('sha256')
    .where('scan', 'in', ['off', 'waiting'])
    .orderBy('scan', 'desc')
    .orderBy('created_at')
    .limit(count)
    .execute()
  return [...new Set(rows.map((row) => row.sha256))]
}

/** Writes what the scanner said of content, to every file that has it; tells which submissions these are. */
export async function setScan(tx: Tx, sha256: string, { scan, signature }: Scan, at: Date): Promise<string[]> {
  const files = await tx
    .updateTable('files')
    .set({ scan, signature, scanned_at: at })
    .where('sha256', '=', sha256)
    .where('scan', 'in', ['off', 'waiting'])
    .returning('id')
    .execute()
  if (files.length === 0) return []
  const rows = await tx
    .selectFrom('submissions')
    .select('id')
    .where(
      'file_id',
      'in',
      files.map((one) => one.id),
    )
    .execute()
  return rows.map((row) => row.id)
}
