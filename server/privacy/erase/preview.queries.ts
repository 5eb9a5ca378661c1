import { sql } from 'kysely'
import type { Db } from '../../platform/db/db.ts'
import { isTheirs, projectsOf } from '../queries.ts'
import { aloneOf } from './erase.queries.ts'

export interface Standing {
  displayName: string
  erased: boolean
  lastAdmin: boolean
  /** Codes of the projects of a year that is not closed, in which the person is member, advisor or on the committee. */
  projects: string[]
}

/** What speaks against erasing a person. */
export async function findStanding(db: Db, person: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select a.display_name as "displayName", exists (select from erasures where account_id = a.id) as erased,
      'admin' = any(a.roles) and a.status = 'active' and not exists (
        select from accounts o where o.id <> a.id and o.status = 'active' and 'admin' = any(o.roles)) as "lastAdmin",
      array(select p.code from projects p join years y on y.id = p.year_id
        where y.status <> 'closed' and p.status <> 'withdrawn' and (p.id in (${projectsOf(person)})
          or p.advisor_id in (select id from advisors where account_id = a.id)
          or p.id in (select c.project_id from committee_seats c join advisors s on s.id = c.advisor_id
            where s.account_id = a.id)) order by p.code) as projects
    from accounts a where a.id = ${person}`.execute(db)
  return rows[0]
}

export interface Counts {
  sessions: number
  letters: number
  files: number
  events: number
  grades: number
  topics: number
  teamFiles: number
  supervised: number
}

/** How much goes, and how much stays. */
export async function countErasure(db: Db, person: string): Promise<Counts> {
  const about = isTheirs({ by: 'about', column: 'subject_id' }, person)
  const filesOf = (
    which: string,
  ) => sql`(select count(*)::int from submissions s where s.project_id in (${projectsOf(person)})
    and (s.project_id in (${aloneOf(person)})) = ${which === 'alone'})`
  const { rows } = await sql<Counts>`select
    (select count(*)::int from sessions where account_id = ${person}) as sessions,
    (select count(*)::int from mails t where ${isTheirs({ by: 'mail', column: 'account_id' }, person)}) as letters,
    ${filesOf('alone')} as files,
    (select count(*)::int from events t where ${about} or t.actor_id = ${person}) as events,
    (select count(*)::int from results where status = 'published' and project_id in (${projectsOf(person)})) as grades,
    (select count(*)::int from projects where id in (${projectsOf(person)})) as topics,
    ${filesOf('team')} as "teamFiles",
    (select count(*)::int from projects p join advisors a on a.id = p.advisor_id where a.account_id = ${person}) as supervised`.execute(
    db,
  )
  return rows[0] as Counts
}
