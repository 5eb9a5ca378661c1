import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { makeSecret } from '../server/accounts/passwords.ts'
import { openPostgres } from '../server/platform/db/connect.ts'
import { migrate } from '../server/platform/db/migrate.ts'

/** 4,000 projects of two students each, 300 advisors, 8 majors, in one active year; made by SQL because it is not measured. */
const fill = `
  insert into years (name, starts_on, ends_on, status) values ('2026-2027', '2026-09-01', '2027-07-31', 'active');
  insert into majors (year_id, name, abbreviation) select y.id, 'Major ' || n, 'M' || n from years y, generate_series(1, 8) n;
  insert into classrooms (year_id, major_id, name) select year_id, id, abbreviation || '-4A' from majors;
  insert into accounts (display_name, login) select 'Advisor ' || n, 'advisor' || n from generate_series(1, 300) n;
  insert into advisors (year_id, account_id, name) select y.id, a.id, a.display_name from accounts a, years y;
  insert into advisor_places (advisor_id, kind, quota)
    select id, kind, 500 from advisors, unnest(array['supervising', 'chair', 'second', 'third']) kind;
  insert into accounts (display_name, login) select 'Student ' || n, 'student' || n from generate_series(1, 8000) n;
  insert into students (year_id, account_id, code, gender, given_name, surname, major_id, classroom_id)
    select y.id, a.id, '155N' || (1000 + substr(a.login, 8)::int % 9000) || '/22', 'female', 'ຄຳ' || a.login, 'ໃໝ່', c.major_id, c.id
    from years y, accounts a
    join (select *, row_number() over () - 1 as n from classrooms) c on c.n = substr(a.login, 8)::int / 2 % 8
    where a.login like 'student%';
  insert into projects (year_id, code, topic_lo, topic_en, topic_lo_key, topic_en_key, advisor_id, status, created_at)
    select y.id, 'P26' || lpad(n::text, 4, '0'),
      'ຜົນກະທົບຂອງການຕະຫຼາດຜ່ານສື່ສັງຄົມອອນລາຍຕໍ່ຄວາມຈົງຮັກພັກດີຂອງລູກຄ້າ ' || n,
      'The effect of social media marketing on customer loyalty ' || n, n::text, n::text,
      a.id, (array['pending', 'approved'])[1 + n % 2], now() - n * interval '1 minute'
    from years y, generate_series(1, 4000) n
    join (select id, row_number() over (order by id) - 1 as k from advisors) a on a.k = n % 300;
  insert into project_members (project_id, student_id, year_id, position)
    select p.id, s.id, p.year_id, 1 + s.k % 2
    from (select id, year_id, row_number() over (order by code) - 1 as n from projects) p
    join (select s.id, row_number() over (order by substr(a.login, 8)::int) - 1 as k
      from students s join accounts a on a.id = s.account_id) s on s.k / 2 = p.n;
  update accounts set roles = array['admin'], status = 'active', password_hash = 'none' where login = 'advisor1';
`

export interface Bench {
  readonly url: string
  readonly cookie: string
  drop(): Promise<void>
}

/** A fresh database with the rows above and the session of an admin in it. */
export async function seedBench(server: string): Promise<Bench> {
  const name = `bm23_bench_${randomBytes(4).toString('hex')}`
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await administer(`create database ${name}`)
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  const database = openPostgres({ url, max: 2 })
  await migrate(database.db)
  await database.execute(fill)
  // as the server itself does on a database that lives
  await database.execute('vacuum analyze')
  const { secret, hash } = makeSecret()
  await database.execute(
    `insert into sessions (id_hash, account_id, expires_at)
     select $1, id, now() + interval '1 day' from accounts where login = 'advisor1'`,
    [hash],
  )
  await database.close()
  return { url, cookie: `bm23=${secret}`, drop: () => administer(`drop database ${name} with (force)`) }
}
