import { describe, expect, test } from 'vitest'
import { readMigrations } from '../../server/platform/db/migrate.ts'

/** Kinds of statements that rewrite a table, or read all of it while nobody may write to it. */
const heavy: [string, RegExp][] = [
  ['changes the type of a column', /^alter table [\s\S]*\balter (column )?\S+ (set data )?type\b/],
  ['reads all rows for not null', /^alter table [\s\S]*\bset not null\b/],
  [
    'adds a column that must be filled',
    /^alter table [\s\S]*\badd (column )?(?!constraint)[^,]*\bnot null\b(?![^,]*\bdefault\b)/,
  ],
  ['computes a value for each row', /^alter table [\s\S]*\badd (column )?[^,]*\b(default [^,]*\(|generated always)/],
  [
    'checks all rows',
    /^alter table [\s\S]*\badd (constraint \S+ )?(check|foreign key|unique|primary key|exclude)\b(?![\s\S]*\bnot valid\b)/,
  ],
  ['builds an index while nobody may write', /^create (unique )?index\b(?! concurrently)/],
  ['changes rows', /^(update|delete from|insert into [\s\S]*\bselect\b)/],
  ['rewrites a table', /^(vacuum full|cluster|reindex|refresh materialized)/],
]
const note = /--[^\n]*\bexisting rows:[^\n]+/i

interface Finding {
  readonly statement: string
  readonly why: string
}

/** Statements of SQL with the comments before them; bodies of functions are no statements. */
function statementsOf(sql: string): string[] {
  const bodies = sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, (body) => body.replaceAll(';', ','))
  return bodies.replace(/--[^\n]*/g, (comment) => comment.replaceAll(';', ',')).split(';')
}

/** What would be heavy on tables that an earlier migration made, and says nothing about the rows that are there. */
function unnoted(sql: string): Finding[] {
  const made = new Set<string>()
  return statementsOf(sql).flatMap((whole) => {
    const statement = whole
      .replace(/--[^\n]*/g, '')
      .trim()
      .toLowerCase()
    const created = /^create table (?:if not exists )?(\w+)/.exec(statement)?.[1]
    if (created) made.add(created)
    const table = /^(?:alter table (?:only )?|update |delete from |insert into )(\w+)|^create [\s\S]*? on (\w+)/.exec(
      statement,
    )
    if (made.has(table?.[1] ?? table?.[2] ?? '')) return []
    const why = heavy.find(([, pattern]) => pattern.test(statement))?.[0]
    return why && !note.test(whole) ? [{ statement: statement.slice(0, 120), why }] : []
  })
}

describe('a migration', () => {
  test.each([
    'alter table accounts alter column login type varchar(20)',
    'alter table accounts alter login set not null',
    'alter table accounts add column code text not null',
    'alter table accounts add column made timestamptz default clock_timestamp()',
    'alter table accounts add constraint short check (length(login) < 9)',
    'alter table accounts add unique (login)',
    'create unique index accounts_login on accounts (login)',
    'update accounts set login = lower(login)',
    '-- because we want to\nupdate accounts set login = lower(login)',
  ])('is found when it is heavy: %s', (sql) => expect(unnoted(`${sql};`)).toHaveLength(1))

  test.each([
    'alter table accounts add column nick text',
    "alter table accounts add column nick text not null default ''",
    'alter table accounts add constraint short check (length(login) < 9) not valid',
    'create table nicks (nick text not null); create index nicks_nick on nicks (nick); insert into nicks select login from accounts',
    '-- existing rows: at most a few thousand accounts, a second\nupdate accounts set login = lower(login)',
    'create function f() returns void language sql as $$ update accounts set login = 1; $$',
  ])('is let through when it is not, or says so: %s', (sql) => expect(unnoted(`${sql};`)).toEqual([]))

  test('of this release that is heavy says what it does to the rows that are there', () => {
    const findings = readMigrations().flatMap(({ name, sql }) => unnoted(sql).map((one) => ({ name, ...one })))
    expect(findings).toEqual([])
  })

  test('has a number of its own', () => {
    const numbers = readMigrations().map(({ name }) => /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
    expect(numbers).not.toContain(undefined)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
