import { z } from 'zod'

/** The last entry of a backup: what is in it, so that nothing can be missing or changed unnoticed. */
export const Manifest = z.object({
  format: z.literal(1),
  /** Release that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  database: z.enum(['postgres', 'embedded']),
  /** Names of the migrations that were applied. */
  migrations: z.array(z.string()),
  /** Rows of each table at the moment of the dump. */
  rows: z.record(z.string(), z.number().int()),
  entries: z.array(z.object({ name: z.string(), size: z.number().int(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>
export type Entry = Manifest['entries'][number]

/** Names of the entries. */
export const entryNames = {
  configuration: 'configuration.env',
  /** Heads of the record of changes; those noted before the dump, so that the dump holds what they name. */
  heads: 'audit-heads.log',
  manifest: 'manifest.json',
  database: (index: number) => `database/${String(index).padStart(6, '0')}`,
  file: (sha256: string) => `files/${sha256}`,
}

/** Of a name `files/<sha256>` the hash. */
export const hashIn = (name: string) => /^files\/([0-9a-f]{64})$/.exec(name)?.[1]
export const isDatabase = (name: string) => name.startsWith('database/')
