import type { Db, Tx } from '../../server/platform/db/db.ts'

// Law 5, checked by `npm run types`: the compiler reports an unused directive as soon as a refused line is accepted.

declare const db: Db
declare const tx: Tx

/** Stands for every query that writes. */
declare function write(tx: Tx): void

/** Stands for every query that reads. */
declare function read(db: Db): void

write(tx)
read(db)
read(tx)

// @ts-expect-error a write outside a transaction could be kept while the fact of it is lost
write(db)

db.transaction().execute(async (inner) => {
  write(inner)
  // @ts-expect-error inside a transaction, too, the outer connection is not part of it
  write(db)
})
