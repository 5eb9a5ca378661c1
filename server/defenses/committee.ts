import type { z } from 'zod'
import {
  type assignCommittee as AssignCommittee,
  type Committee,
  type listCandidates as ListCandidates,
  Seat,
} from '../../contract/defenses.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { canSeeProject, loadProject } from '../projects/projects.ts'
import { committeeAssigned } from './events.ts'
import { holdsPlace } from './lifecycle.ts'
import {
  type DefenseRow,
  findDefense,
  listCandidateRows,
  listSeats,
  lockSchedule,
  setAttendances,
  setSeats,
  touchDefense,
} from './queries.ts'

/** The three seats of a project’s committee. */

type Wish = z.output<typeof AssignCommittee.body>

function present(row: DefenseRow): Committee {
  const holder = (seat: Seat) => {
    const held = row.committee.find((one) => one.seat === seat)
    return held ? { advisorId: held.advisorId, name: held.name } : null
  }
  return {
    projectId: row.project_id,
    chair: holder('chair'),
    second: holder('second'),
    third: holder('third'),
    version: row.version,
    can: { manage: row.may_manage && row.project_status === 'approved' },
  }
}

export async function readCommittee(db: Db, ctx: Ctx, projectId: string): Promise<Committee> {
  return present(found(await findDefense(db, ctx, projectId)))
}

/** Everybody of the year, seat by seat, with the reasons against: as the database would refuse them. */
export async function listCandidates(
  ctx: Ctx,
  projectId: string,
): Promise<z.output<(typeof ListCandidates.answers)[200]>> {
  await canSeeProject(ctx.db, ctx, projectId, 'defense.manage')
  return { items: await listCandidateRows(ctx.db, projectId) }
}

/** Fills the seats; the rules of a seat are refused by the database. A planned defense keeps three people. */
export async function assignCommittee(ctx: Ctx, projectId: string, ifMatch: number, wish: Wish): Promise<Committee> {
  return ctx.db.transaction().execute(async (tx) => {
    const project = await loadProject(tx, ctx, projectId, 'defense.manage')
    await lockSchedule(tx, project.year_id)
    const row = found(await findDefense(tx, ctx, projectId))
    const before = present(row)
    checkVersion(ifMatch, before, wish)
    if (project.status !== 'approved') throw new Refusal('project.wrongState', { data: { status: project.status } })
    const changed = Seat.options.filter((seat) => (before[seat]?.advisorId ?? null) !== wish[seat])
    if (changed.length === 0) return before
    if (holdsPlace(row.status) && Seat.options.some((seat) => wish[seat] === null)) {
      throw new Refusal('committee.incomplete')
    }
    await touchDefense(tx, projectId, project.year_id)
    const given = changed.flatMap((seat) => (wish[seat] === null ? [] : [{ seat, advisorId: wish[seat] }]))
    await setSeats(tx, { id: projectId, yearId: project.year_id }, changed, given)
    await setAttendances(tx, projectId)
    const seats = await listSeats(tx, projectId)
    const after = await readCommittee(tx, ctx, projectId)
    await ctx.record(
      tx,
      ctx,
      committeeAssigned,
      { type: 'defense', id: projectId, projectId, yearId: project.year_id, before, after },
      {
        added: seats.filter(({ seat }) => changed.includes(seat)),
        removed: row.committee.filter(({ seat }) => changed.includes(seat)),
      },
    )
    return after
  })
}
