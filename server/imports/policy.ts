import { sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'

/** A review shows names and addresses: besides an admin only who made it reads and applies it. */
export const scopes: ScopeTable = {
  import: { managed: (actor, t) => sql`${sql.ref(`${t}.created_by`)} = ${actor.accountId}` },
}
