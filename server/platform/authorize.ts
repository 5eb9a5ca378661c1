import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Permission, policy, type Role, type Scope } from '../../contract/permissions.ts'
import { Refusal } from './problem.ts'

/** Who asks. `roles` are those that count now: all, or the one hat that is worn. */
export interface Actor {
  readonly accountId: string
  readonly name: string
  readonly roles: readonly Role[]
  /** The command line and jobs act for nobody, with every right. */
  readonly system: boolean
}

export const systemActor: Actor = { accountId: '', name: 'BM23', roles: ['admin'], system: true }

/** A scope as SQL: does the row of table alias `t` belong to the actor in this way? */
export type Predicate = (actor: Actor, t: string) => RawBuilder<SqlBool>

/** What a feature says about the scopes of its subjects: `{ project: { own: ..., managed: ... } }`. */
export type ScopeTable = Readonly<Record<string, Readonly<Partial<Record<Exclude<Scope, 'any'>, Predicate>>>>>

/** The policy table bound to the features' predicates. */
export interface Authorize {
  /** The scopes in which the actor holds a permission; empty = not at all. */
  scopes(actor: Actor, permission: Permission): Scope[]
  /** SQL: may the actor do this to the row of alias `t`? No granted scope compiles to `false`. */
  where(actor: Actor, permission: Permission, t: string): RawBuilder<SqlBool>
  /** All permissions that the actor holds in some scope. */
  permissions(actor: Actor): Permission[]
  /** Throws 403 when the actor holds the permission in no scope. */
  demand(actor: Actor, permission: Permission): void
}

/** Joins the tables of all features; a scope that the policy grants and no feature explains does not boot. */
export function createAuthorize(tables: readonly ScopeTable[], subjectOf: Readonly<Record<string, string>>): Authorize {
  const predicates = new Map<string, Predicate>()
  for (const table of tables) {
    for (const [subject, scopes] of Object.entries(table)) {
      for (const [scope, predicate] of Object.entries(scopes)) predicates.set(`${subject}:${scope}`, predicate)
    }
  }
  const subject = (permission: Permission) => {
    const noun = permission.split('.')[0] ?? ''
    return subjectOf[permission] ?? subjectOf[noun] ?? noun
  }
  const missing = (Object.keys(policy) as Permission[]).flatMap((permission) =>
    [...new Set(Object.values(policy[permission]).flat() as Scope[])]
      .filter((scope) => scope !== 'any' && !predicates.has(`${subject(permission)}:${scope}`))
      .map((scope) => `${permission} (${scope})`),
  )
  if (missing.length > 0) throw new Error(`No predicate for: ${missing.join(', ')}`)

  const scopes = (actor: Actor, permission: Permission): Scope[] => {
    const row = policy[permission] as Partial<Record<Role, readonly Scope[]>>
    return [...new Set(actor.roles.flatMap((role) => row[role] ?? []))]
  }
  const where = (actor: Actor, permission: Permission, t: string): RawBuilder<SqlBool> => {
    const granted = scopes(actor, permission)
    if (granted.includes('any')) return sql<SqlBool>`true`
    const parts = granted.map((scope) => predicates.get(`${subject(permission)}:${scope}`)?.(actor, t))
    const known = parts.filter((part) => part !== undefined)
    return known.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(known, sql` or `)})`
  }
  return {
    scopes,
    where,
    permissions: (actor) =>
      (Object.keys(policy) as Permission[]).filter((permission) => scopes(actor, permission).length > 0),
    demand: (actor, permission) => {
      if (scopes(actor, permission).length === 0) throw new Refusal('permission.denied')
    },
  }
}
