import type { Tables } from '../../platform/db/tables.generated.ts'

/**
 * What a column holds:
 * plain = a state, a date, a number, a key: personal only by the row it is in · identity = who somebody is · contact = where
 * to reach somebody · trace = when and from where somebody came · content = what somebody wrote or handed in · judgement =
 * what somebody was judged · secret = proves who somebody is · copy = a second copy of what stands elsewhere.
 */
export type Class = 'plain' | 'identity' | 'contact' | 'trace' | 'content' | 'judgement' | 'secret' | 'copy'

/**
 * What erasing a person does to a column of the person's rows: keep · blank = null · pseudonym · scrub = names, addresses
 * and numbers of the person are taken out, and all of it where nobody else worked on it · delete = the row goes.
 */
export type Fate = 'keep' | 'blank' | 'pseudonym' | 'scrub' | 'delete'

export type Mark = `${Class}/${Fate}`

/** How long rows are kept; the figures are settings (see `retention.ts`). */
export type Retention =
  | 'account'
  | 'year'
  | 'grades'
  | 'work'
  | 'record'
  | 'signIn'
  | 'mail'
  | 'notice'
  | 'import'
  | 'day'

/**
 * Whose a row is, seen from a person. `column` holds: the account · a student record of the person · an advisor record of
 * the person · a project the person is a member of · such a project with a published result · a score sheet of such a
 * project · a sheet the person filled · a file that came with such a project. `mail`, `import` and the three of the record
 * have rules of their own.
 */
export interface Whose {
  readonly by:
    | 'account'
    | 'student'
    | 'advisor'
    | 'project'
    | 'published'
    | 'publishedSheet'
    | 'ownSheet'
    | 'projectFile'
    | 'mail'
    | 'importRow'
    | 'doneBy'
    | 'about'
    | 'timeline'
  readonly column: string
}

/** Some rows of a table with some of their columns, as an export holds them; all but secrets and copies unless named. */
export interface View<T extends keyof Tables = keyof Tables> {
  readonly whose: Whose
  readonly columns?: readonly (keyof Tables[T] & string)[]
}

export interface TableEntry<T extends keyof Tables = keyof Tables> {
  /** One line for the document. */
  readonly what: string
  readonly retention: Retention
  /** Views of what belongs to a person; the first says whose rows erasing touches. Empty: no row belongs to a person. */
  readonly views: readonly View<T>[]
  /** Why something that is personal is kept, or not handed out. */
  readonly why?: string
  readonly columns: Readonly<Record<keyof Tables[T], Mark>>
}

/** A column without a class is an error of types, and so is a class without a column. */
export type DataMap = { readonly [T in keyof Tables]: TableEntry<T> }

/** Columns that are personal only by the row they are in. */
export function plain<const C extends string>(...columns: C[]): Record<C, 'plain/keep'> {
  return Object.fromEntries(columns.map((one) => [one, 'plain/keep'])) as Record<C, 'plain/keep'>
}

/** Rows that go as a whole. */
export function gone<const C extends string>(...columns: C[]): Record<C, 'plain/delete'> {
  return Object.fromEntries(columns.map((one) => [one, 'plain/delete'])) as Record<C, 'plain/delete'>
}

const at =
  (by: Whose['by']) =>
  (column: string): { whose: Whose } => ({ whose: { by, column } })

export const ofAccount = at('account')
export const ofStudent = at('student')
export const ofAdvisor = at('advisor')
export const ofProject = at('project')
