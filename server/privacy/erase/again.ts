import type { Ctx } from '../../platform/ctx.ts'
import { findPerson } from '../queries.ts'
import { listErased } from './erase.queries.ts'
import { erasePerson } from './erase.ts'
import { readErasures } from './list.ts'

/** Erases whom the lists of these folders name and the database still knows. What spoke against it was asked the first time. */
export async function eraseAgain(ctx: Ctx, folders: readonly string[]): Promise<{ listed: number; erased: number }> {
  const listed = new Set((await Promise.all(folders.map(readErasures))).flat())
  const done = new Set((await listErased(ctx.db)).map((one) => one.account_id))
  let erased = 0
  for (const person of [...listed].filter((one) => !done.has(one))) {
    // an account that came after the backup is not in it
    if (!(await findPerson(ctx.db, person))) continue
    await erasePerson(ctx, person, { confirmation: null, reason: 'Erased before this database was restored' })
    erased += 1
  }
  return { listed: listed.size, erased }
}
