import type { ImportKind, ImportRow } from '../../contract/imports.ts'
import { saveClassroom, saveMajor, type YearRow } from '../academics/academics.ts'
import { saveAdvisor } from '../advisors/advisors.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { saveImportedProject } from '../projects/projects.ts'
import { addStudents, approveStudents, saveStudent } from '../students/students.ts'
import { type AdvisorTarget, planAdvisors } from './kinds/advisors.ts'
import { type ClassroomTarget, planClassrooms } from './kinds/classrooms.ts'
import { type MajorTarget, planMajors } from './kinds/majors.ts'
import type { Planned, SourceRow } from './kinds/plan.ts'
import { type ProjectTarget, planProjects } from './kinds/projects.ts'
import { planStudents, type StudentTarget } from './kinds/students.ts'
import * as state from './state.queries.ts'

/** Each kind of file: how its rows are planned, and how one planned row is written. */

/** What each row would do, and how to do it all. */
export interface Plan {
  readonly rows: readonly ImportRow[]
  /** Writes the rows that are new or an update, or of them only those in these places. */
  write(tx: Tx, places?: readonly number[]): Promise<void>
}

function planFor<T>(planned: readonly Planned<T>[], write: (tx: Tx, targets: T[]) => Promise<void>): Plan {
  return {
    rows: planned.map(({ shown }) => shown),
    write(tx, places) {
      const chosen = places ? places.flatMap((place) => planned[place] ?? []) : planned
      return write(
        tx,
        chosen.flatMap(({ target }) => (target === undefined ? [] : [target])),
      )
    },
  }
}

/** One after the other, in the order of the file: a later row counts on the ones before it. */
function inTurn<T>(ctx: Ctx, write: (tx: Tx, target: T) => Promise<unknown>) {
  return async (tx: Tx, targets: T[]): Promise<void> => {
    for (const [at, target] of targets.entries()) {
      await write(tx, target)
      await ctx.progress?.(at + 1, targets.length)
    }
  }
}

/** So many new students are written in few statements. */
const batch = 100

async function planOfMajors(db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) {
  const planned = planMajors({ majors: await state.listMajorStates(db, ctx, year.id) }, rows)
  return planFor(
    planned,
    inTurn<MajorTarget>(ctx, (tx, target) => saveMajor(tx, ctx, { ...target, yearId: year.id })),
  )
}

async function planOfClassrooms(db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) {
  const majors = await state.listMajorStates(db, ctx, year.id)
  const classrooms = await state.listClassroomStates(db, year.id)
  const planned = planClassrooms({ majors, classrooms }, rows)
  return planFor(
    planned,
    inTurn<ClassroomTarget>(ctx, (tx, target) => saveClassroom(tx, ctx, target)),
  )
}

const textsOf = (rows: readonly SourceRow[], columns: readonly string[]) =>
  rows.flatMap((row) => columns.map((column) => row.cells[column] ?? '')).filter((text) => text !== '')

async function planOfAdvisors(db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) {
  const majors = await state.listMajorStates(db, ctx, year.id)
  const advisors = await state.listAdvisorStates(db, year.id)
  const accounts = await state.listAccountStates(db, year.id, textsOf(rows, ['email']))
  return planFor(
    planAdvisors({ majors, advisors, accounts }, rows),
    inTurn<AdvisorTarget>(ctx, (tx, target) => saveAdvisor(tx, ctx, { ...target, yearId: year.id })),
  )
}

async function planOfStudents(db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) {
  const majors = await state.listMajorStates(db, ctx, year.id)
  const classrooms = await state.listClassroomStates(db, year.id)
  const students = await state.listStudentStates(db, ctx, year.id)
  const accounts = await state.listAccountStates(db, year.id, textsOf(rows, ['code', 'email']))
  const codePattern = year.student_code_pattern
  const planned = planStudents({ codePattern, majors, classrooms, students, accounts }, rows)
  return planFor(planned, async (tx, targets) => {
    const isNew = (one: StudentTarget) => one.id === undefined && !one.returning
    const known = targets.filter((one) => !isNew(one))
    for (const [at, { approve, returning: _, ...target }] of known.entries()) {
      await saveStudent(tx, ctx, { ...target, yearId: year.id })
      if (approve && target.id) await approveStudents(tx, ctx, [target.id])
      await ctx.progress?.(at + 1, targets.length)
    }
    const added = targets.filter(isNew).map(({ id: _, returning: __, approve: ___, ...fields }) => fields)
    for (let at = 0; at < added.length; at += batch) {
      const some = added.slice(at, at + batch)
      await addStudents(tx, ctx, year.id, some)
      await ctx.progress?.(known.length + at + some.length, targets.length)
    }
  })
}

async function planOfProjects(db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) {
  const advisors = await state.listAdvisorStates(db, year.id)
  const students = await state.listStudentStates(db, ctx, year.id)
  const projects = await state.listProjectStates(db, ctx, year.id)
  const places = advisors.map((one) => ({ ...one, quota: one.quotas.supervising }))
  const planned = planProjects({ maxMembers: year.max_members, advisors: places, students, projects }, rows)
  return planFor(
    planned,
    inTurn<ProjectTarget>(ctx, (tx, { id: projectId, memberIds, ...target }) =>
      saveImportedProject(tx, ctx, { ...target, memberIds: [...memberIds], projectId, yearId: year.id }),
    ),
  )
}

/** Compares rows of a kind with the records of a year, within the scope of the actor; nothing is written. */
export const plans: Readonly<
  Record<ImportKind, (db: Db, ctx: Ctx, year: YearRow, rows: readonly SourceRow[]) => Promise<Plan>>
> = {
  majors: planOfMajors,
  classrooms: planOfClassrooms,
  advisors: planOfAdvisors,
  students: planOfStudents,
  projects: planOfProjects,
}
