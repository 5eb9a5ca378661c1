import { type SqlBool, sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'

export const scopes = {
  notification: {
    own: (actor, t) => sql<SqlBool>`${sql.ref(t)}.account_id = ${actor.accountId}`,
  },
} satisfies ScopeTable
