import { sql } from 'kysely'
import type { Db } from '../platform/db/db.ts'

/** Version and size of the database, and what the stored files take together; content that is stored once counts once. */
export async function readSizes(db: Db) {
  const { rows } = await sql<{ version: string; sizeBytes: number; files: number; fileBytes: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as "sizeBytes",
      f.files, f."fileBytes"
    from (select count(*) as files, coalesce(sum(size), 0)::bigint as "fileBytes"
      from (select distinct sha256, size from files) each_once) f`.execute(db)
  return rows[0] ?? { version: '', sizeBytes: 0, files: 0, fileBytes: 0 }
}
