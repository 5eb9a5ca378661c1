import { z } from 'zod'
import { Email, text } from '../../../contract/endpoint.ts'
import type { ProjectStatus } from '../../../contract/projects.ts'
import type { StudentStatus } from '../../../contract/students.ts'
import { fold } from '../../../contract/words.ts'
import type { SourceRow } from './plan.ts'
import { createClaims, decide, groupBy, listed, type Planned, type Reading, readRow, refused } from './plan.ts'

interface ProjectAdvisor {
  readonly id: string
  readonly name: string
  readonly email: string | null
  /** None means: specialised in all. */
  readonly majorIds: readonly string[]
  /** Supervising places: given, and taken by pending and approved projects. */
  readonly quota: number
  readonly taken: number
}

interface ProjectStudent {
  readonly id: string
  readonly code: string
  readonly status: StudentStatus
  readonly majorId: string
  readonly managed: boolean
}

interface StandingProject {
  readonly id: string
  readonly code: string
  readonly topicLo: string
  readonly topicEn: string
  readonly advisorId: string
  readonly memberIds: readonly string[]
  readonly status: ProjectStatus
  readonly managed: boolean
}

export interface ProjectTarget {
  readonly id: string | undefined
  readonly code: string
  readonly topicLo: string
  readonly topicEn: string
  readonly advisorId: string
  readonly memberIds: readonly string[]
}

export interface ProjectsState {
  readonly maxMembers: number
  readonly advisors: readonly ProjectAdvisor[]
  readonly students: readonly ProjectStudent[]
  readonly projects: readonly StandingProject[]
}

// The counter of a year goes past the number, which has to stay a number that it can hold.
const Code = z
  .string()
  .toUpperCase()
  .regex(/^P\d{5,9}$/)
const Topic = text(500, 5)
const open: readonly ProjectStatus[] = ['draft', 'pending', 'rejected']

/** What the rows before have changed: places taken, and who is in which project. */
interface Ledger {
  readonly taken: Map<string, number>
  readonly projectOf: Map<string, string>
}

function openLedger(state: ProjectsState): Ledger {
  const held = state.projects.filter((one) => one.status !== 'withdrawn')
  return {
    taken: new Map(state.advisors.map((one) => [one.id, one.taken])),
    projectOf: new Map(held.flatMap((one) => one.memberIds.map((id) => [id, one.code] as const))),
  }
}

function findAdvisor(reading: Reading, namesakes: ReadonlyMap<string, ProjectAdvisor[]>) {
  const name = reading.required('advisor')
  const email = reading.parsed('advisorEmail', Email, 'optional')
  if (name === undefined) return undefined
  const all = namesakes.get(fold(name)) ?? []
  const possible = email === undefined ? all : all.filter((one) => one.email === email)
  if (possible.length === 0) reading.refuse('advisor', 'advisor.unknown', { name })
  if (possible.length > 1) reading.refuse('advisor', 'advisor.ambiguous', { name, count: possible.length })
  return possible.length === 1 ? possible[0] : undefined
}

function readMembers(reading: Reading, students: ReadonlyMap<string, ProjectStudent>): ProjectStudent[] | undefined {
  const given = reading.required('members')
  if (given === undefined) return undefined
  // as typed: a line break separates as well
  const codes = [...new Set(listed((reading.source.cells.members ?? '').toUpperCase()))]
  const members = codes.flatMap((code) => {
    const student = students.get(code)
    if (!student) reading.refuse('members', 'cell.unknown', { value: code })
    return student ? [student] : []
  })
  if (codes.length === 0) reading.refuse('members', 'cell.missing')
  return members.length === codes.length && codes.length > 0 ? members : undefined
}

/** Whoever changes the members answers for all of them. */
function checkMembers(reading: Reading, members: readonly ProjectStudent[], code: string, ledger: Ledger): void {
  for (const student of members) {
    const project = ledger.projectOf.get(student.id)
    if (student.status !== 'approved') reading.refuse('members', 'student.notApproved', { code: student.code })
    if (project && project !== code) reading.refuse('members', 'project.studentTaken', { code: student.code, project })
    if (!student.managed) reading.refuse('members', 'permission.denied', { code: student.code })
  }
}

function checkSpecialised(reading: Reading, advisor: ProjectAdvisor, members: readonly ProjectStudent[]): void {
  const specialised = advisor.majorIds.length === 0 || members.some((one) => advisor.majorIds.includes(one.majorId))
  if (!specialised) reading.refuse('advisor', 'advisor.notSpecialised', { name: advisor.name })
}

/** A project under way keeps its advisor (that is a transfer, with a reason); one that is decided keeps everything. */
function checkState(reading: Reading, existing: StandingProject, planned: Planned<ProjectTarget>): void {
  if (planned.shown.state !== 'update') return
  if (!existing.managed) reading.refuse('code', 'permission.denied')
  else if (!open.includes(existing.status)) reading.refuse('code', 'project.wrongState', { status: existing.status })
  else if (existing.status === 'pending' && planned.target?.advisorId !== existing.advisorId) {
    reading.refuse('advisor', 'project.wrongState', { status: existing.status })
  }
}

type Known = Pick<ProjectTarget, 'code' | 'topicLo' | 'topicEn' | 'advisorId' | 'memberIds'>

function createPresenter(state: ProjectsState) {
  const codes = new Map(state.students.map((one) => [one.id, one.code]))
  const namesakes = groupBy(state.advisors, (one) => fold(one.name))
  const alone = (one: ProjectAdvisor) => namesakes.get(fold(one.name))?.length === 1
  const name = (one: ProjectAdvisor) => (alone(one) ? one.name : `${one.name} (${one.email ?? one.id})`)
  const names = new Map(state.advisors.map((one) => [one.id, name(one)]))
  return (one: Known): Record<string, string> => ({
    code: one.code,
    topicLo: one.topicLo,
    topicEn: one.topicEn,
    advisor: names.get(one.advisorId) ?? '',
    members: one.memberIds.map((id) => codes.get(id) ?? '').join(', '),
  })
}

/** Projects are known by their ID. New ones become pending, and so take a place of their advisor. */
export function planProjects(state: ProjectsState, rows: readonly SourceRow[]) {
  const namesakes = groupBy(state.advisors, (one) => fold(one.name))
  const students = new Map(state.students.map((one) => [one.code, one]))
  const projects = new Map(state.projects.map((one) => [one.code, one]))
  const ledger = openLedger(state)
  const claims = createClaims()
  const present = createPresenter(state)
  return rows.map((source): Planned<ProjectTarget> => {
    const reading = readRow(source)
    const code = reading.parsed('code', Code)
    const existing = code === undefined ? undefined : projects.get(code)
    const topicLo = reading.parsed('topicLo', Topic)
    const topicEn = reading.parsed('topicEn', Topic)
    const advisor = findAdvisor(reading, namesakes)
    const members = readMembers(reading, students)
    if (code !== undefined) claims.claim(reading, 'code', code)
    if (!code || !topicLo || !topicEn || !advisor || !members) return refused(reading)
    const memberIds = members.map((one) => one.id)
    const target = { id: existing?.id, code, topicLo, topicEn, advisorId: advisor.id, memberIds }
    const now = existing ? present(existing) : null
    if (existing) checkState(reading, existing, decide(reading, now, present(target), target))
    const regrouped = existing?.memberIds.join() !== memberIds.join()
    if (regrouped) checkMembers(reading, members, code, ledger)
    if (regrouped && members.length > state.maxMembers) {
      reading.refuse('members', 'project.tooManyMembers', { maximum: state.maxMembers })
    }
    if (regrouped || existing?.advisorId !== advisor.id) checkSpecialised(reading, advisor, members)
    const taken = ledger.taken.get(advisor.id) ?? 0
    if (!existing && taken >= advisor.quota) {
      reading.refuse('advisor', 'advisor.full', { name: advisor.name, quota: advisor.quota })
    }
    const planned = decide(reading, now, present(target), target)
    if (planned.shown.state === 'error' || planned.shown.state === 'unchanged') return planned
    if (!existing) ledger.taken.set(advisor.id, taken + 1)
    for (const id of existing?.memberIds ?? []) ledger.projectOf.delete(id)
    for (const id of memberIds) ledger.projectOf.set(id, code)
    return planned
  })
}
