import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.generated.ts'

/** The database as a reader sees it. */
export type Db = Kysely<Tables>

/** A running transaction. Writes ask for it: a plain `Db` does not type-check. */
export type Tx = Transaction<Tables>
