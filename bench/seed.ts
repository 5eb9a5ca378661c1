import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { makeSecret } from '../server/accounts/passwords.ts'
import { openPostgres } from '../server/platform/db/connect.ts'
import { migrate } from '../server/platform/db/migrate.ts'

const perYear = 4_000

/**
 * Years of 4,000 projects of two students each, 300 advisors and 8 majors; the last year is active. Made by SQL and without
 * triggers because it is not measured.
 */
const fill = (years: number) => `
  set session_replication_role = replica;
  insert into years (name, starts_on, ends_on, status)
    select (2027 - n) || '-' || (2028 - n), make_date(2027 - n, 9, 1), make_date(2028 - n, 7, 31),
      case when n = 1 then 'active' else 'closed' end from generate_series(1, ${years}) n;
  insert into majors (year_id, name, abbreviation) select y.id, 'Major ' || n, 'M' || n from years y, generate_series(1, 8) n;
  insert into classrooms (year_id, major_id, name) select year_id, id, abbreviation || '-4A' from majors;
  insert into accounts (display_name, login) select 'Advisor ' || n, 'advisor' || n from generate_series(1, 300) n;
  insert into advisors (year_id, account_id, name)
    select y.id, a.id, a.display_name from accounts a, years y;
  insert into advisor_places (advisor_id, kind, quota)
    select id, kind, 500 from advisors, unnest(array['supervising', 'chair', 'second', 'third']) kind;
  insert into accounts (display_name, login)
    select 'Student ' || n, 'student' || y.name || '/' || n from years y, generate_series(1, ${2 * perYear}) n;
  insert into students (year_id, account_id, code, gender, given_name, surname, major_id, classroom_id)
    select y.id, a.id, (100 + n / 9000) || 'N' || (1000 + n % 9000) || '/' || substr(y.name, 3, 2), 'female', 'ຄຳ' || n, 'ໃໝ່',
      c.major_id, c.id
    from years y cross join generate_series(1, ${2 * perYear}) n
    join accounts a on a.login = 'student' || y.name || '/' || n
    join (select *, row_number() over (partition by year_id order by id) - 1 as k from classrooms) c
      on c.year_id = y.id and c.k = n / 2 % 8;
  insert into projects (year_id, code, topic_lo, topic_en, topic_lo_key, topic_en_key, advisor_id, status, created_at)
    select y.id, 'P' || substr(y.name, 3, 2) || lpad(n::text, 4, '0'),
      'ຜົນກະທົບຂອງການຕະຫຼາດຜ່ານສື່ສັງຄົມອອນລາຍຕໍ່ຄວາມຈົງຮັກພັກດີຂອງລູກຄ້າ ' || n,
      'The effect of social media marketing on customer loyalty ' || n, n::text, n::text,
      a.id, (array['pending', 'approved'])[1 + n % 2], y.starts_on - n * interval '1 minute'
    from years y cross join generate_series(1, ${perYear}) n
    join (select id, year_id, row_number() over (partition by year_id order by id) - 1 as k from advisors) a
      on a.year_id = y.id and a.k = n % 300;
  insert into project_members (project_id, student_id, year_id, position)
    select p.id, s.id, p.year_id, 1 + s.k % 2
    from (select id, year_id, row_number() over (partition by year_id order by code) - 1 as n from projects) p
    join (select id, year_id, row_number() over (partition by year_id order by code) - 1 as k from students) s
      on s.year_id = p.year_id and s.k / 2 = p.n;
  insert into project_tallies select year_id, status, count(*) from projects group by year_id, status;
  update accounts set roles = array['admin'], status = 'active', password_hash = 'none' where login = 'advisor1';
  update accounts set roles = array['advisor'], status = 'active', password_hash = 'none' where login = 'advisor2';
  insert into rubrics (year_id) select id from years;
  insert into rubric_items (year_id, sheet, position, name, maximum)
    select y.id, sheet, n, 'Item ' || n, 20 from years y, unnest(array['advisor', 'committee']) sheet, generate_series(1, 5) n;
  insert into grade_boundaries (year_id, grade, minimum)
    select y.id, grade, minimum from years y, (values ('A', 80), ('B', 70), ('C', 60), ('D', 50)) b (grade, minimum);
  update projects p set advisor_id = a.id from advisors a join accounts c on c.id = a.account_id and c.login = 'advisor2'
    where a.year_id = p.year_id and p.code like '%99' and p.status = 'approved';
  set session_replication_role = origin;
`

export interface Bench {
  readonly url: string
  readonly cookies: { readonly admin: string; readonly advisor: string }
  /** Projects of the active year. */
  readonly projectIds: readonly string[]
  /** Those of them whose sheets the advisor fills, and the items of such a sheet. */
  readonly scoredIds: readonly string[]
  readonly itemIds: readonly string[]
  /** Statements that the database was asked so far, by all; NaN where nobody counts them. */
  statements(): Promise<number>
  drop(): Promise<void>
}

/** A fresh database with so many projects and the session of an admin in it. */
export async function seedBench(server: string, projects: number): Promise<Bench> {
  const name = `bm23_bench_${randomBytes(4).toString('hex')}`
  const ask = async (text: string, values: unknown[] = [], url = server) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }
  await ask(`create database ${name}`)
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  const database = openPostgres({ url, max: 2 })
  await migrate(database.db)
  await database.close()
  await ask(fill(Math.max(1, Math.round(projects / perYear))), [], url)
  // as the server itself does on a database that lives
  await ask('vacuum analyze', [], url)
  const session = `insert into sessions (id_hash, account_id, expires_at)
    select $1, id, now() + interval '1 day' from accounts where login = $2`
  const signIn = async (login: string) => {
    const { secret, hash } = makeSecret()
    await ask(session, [hash, login], url)
    return `bm23=${secret}`
  }
  const ids = async (text: string) => (await ask(text, [], url)).map((one: { id: string }) => one.id)
  const active = `year_id = (select id from years where status = 'active')`
  const counted = await ask('create extension pg_stat_statements', [], url).then(
    () => ask('select from pg_stat_statements', [], url).then(Boolean),
    () => false,
  )
  const calls = `select coalesce(sum(calls), 0)::float8 as calls from pg_stat_statements s
    join pg_database d on d.oid = s.dbid and d.datname = $1
    where query !~* '^\\s*(begin|commit|rollback|select .* from pg_stat_statements)'`
  return {
    url,
    cookies: { admin: await signIn('advisor1'), advisor: await signIn('advisor2') },
    projectIds: await ids(`select id from projects where ${active} order by id limit 500`),
    scoredIds: await ids(`select p.id from projects p join advisors a on a.id = p.advisor_id
      where p.${active} and p.code like '%99' and p.status = 'approved' order by p.id`),
    itemIds: await ids(`select id from rubric_items where ${active} and sheet = 'advisor' order by position`),
    statements: async () => (counted ? (await ask(calls, [name], url))[0]?.calls : Number.NaN),
    drop: async () => void (await ask(`drop database ${name} with (force)`)),
  }
}
