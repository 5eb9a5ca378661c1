import { sql } from 'kysely'
import type { ProjectStatus } from '../../contract/projects.ts'
import type { StatisticsBy } from '../../contract/reports.ts'
import type { Gender } from '../../contract/students.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'

export interface PlaceRow {
  id: string
  name: string
  major_id: string
  major_name: string
  abbreviation: string
  /** How many approved students of each gender. */
  students: { gender: Gender; count: number }[]
  /** How many projects of each status, of one student or shared by more. */
  projects: { status: ProjectStatus; shared: boolean; count: number }[]
}

const places = {
  major: sql`(select id, id as major_id, year_id, name, name as major_name, abbreviation from majors)`,
  classroom: sql`(select c.id, c.major_id, c.year_id, c.name, m.name as major_name, m.abbreviation
    from classrooms c join majors m on m.id = c.major_id)`,
} as const

const columns = { major: 'major_id', classroom: 'classroom_id' } as const

/**
 * The majors or classrooms of a year (the active one unless told) in the reader's scope, with their numbers. A project stands
 * with its first member, so that it is counted once.
 */
export async function listPlaces(db: Db, ctx: Ctx, by: StatisticsBy, yearId: string | undefined): Promise<PlaceRow[]> {
  const place = sql.ref(`x.${columns[by]}`)
  // whoever reads the students of a major reads how many they are
  const visible = ctx.authorize.where(ctx.actor, 'student.read', 's')
  const { rows } = await sql<PlaceRow>`
    with y as (select coalesce(${yearId ?? null}::uuid, (select id from years where status = 'active')) as id),
    people as (select ${place} as place, x.gender, count(*) as count from students x, y
      where x.year_id = y.id and x.status = 'approved' group by 1, 2),
    firsts as (select distinct on (pm.project_id) pm.project_id, ${place} as place,
        count(*) over (partition by pm.project_id) > 1 as shared
      from y join project_members pm on pm.year_id = y.id join students x on x.id = pm.student_id
      order by pm.project_id, pm.position),
    work as (select f.place, p.status, f.shared, count(*) as count
      from firsts f join projects p on p.id = f.project_id group by 1, 2, 3)
    select s.id, s.name, s.major_id, s.major_name, s.abbreviation,
      coalesce((select json_agg(json_build_object('gender', gender, 'count', count))
        from people where place = s.id), '[]') as students,
      coalesce((select json_agg(json_build_object('status', status, 'shared', shared, 'count', count))
        from work where place = s.id), '[]') as projects
    from ${places[by]} s join y on s.year_id = y.id
    where ${visible} order by s.major_name, s.name, s.id`.execute(db)
  return rows
}
