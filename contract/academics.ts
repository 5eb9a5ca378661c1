import { z } from 'zod'
import { StudentCodePattern } from './academics/student-code.ts'
import { Day, endpoint, Id, listQuery, Nothing, pageOf, text } from './endpoint.ts'

/** The academic years and what each is divided into: majors and classrooms. */

export const YearStatus = z.enum(['planned', 'active', 'closed'])
export type YearStatus = z.infer<typeof YearStatus>

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A name of the time zone database, such as `Asia/Vientiane`. */
const Timezone = z
  .string()
  .max(50)
  .regex(/^[A-Za-z]/)
  .refine(isZone)

const YearFields = {
  name: text(20).regex(/^\d{4}-\d{4}$/),
  startsOn: Day,
  endsOn: Day,
  /** Students of one project at most. */
  maxMembers: z.number().int().min(1).max(5),
  /** Percent of similarity from which a registration is held. */
  similarityThreshold: z.number().int().min(30).max(100),
  /** Where the faculty is; its days, deadlines and calendars are of this zone. */
  timezone: Timezone,
  /** Regular expression every student ID must match. */
  studentCodePattern: StudentCodePattern,
}

export const Year = z.object({
  id: Id,
  ...YearFields,
  timezone: z.string(),
  studentCodePattern: z.string(),
  status: YearStatus,
  version: z.number().int(),
})
export type Year = z.infer<typeof Year>

const yearParams = z.object({ yearId: Id })

export const listYears = endpoint({
  operationId: 'listYears',
  method: 'GET',
  path: '/years',
  summary: 'Academic years, newest first',
  permission: 'year.read',
  query: listQuery(['name', 'startsOn'], { status: YearStatus.optional() }),
  answers: { 200: pageOf(Year) },
})

export const createYear = endpoint({
  operationId: 'createYear',
  method: 'POST',
  path: '/years',
  summary: 'Plan an academic year',
  permission: 'year.manage',
  body: z.object({
    ...YearFields,
    maxMembers: YearFields.maxMembers.default(2),
    similarityThreshold: YearFields.similarityThreshold.default(70),
    /** Left out, both are those of the newest year. */
    timezone: Timezone.optional(),
    studentCodePattern: StudentCodePattern.optional(),
  }),
  answers: { 201: Year },
  problems: ['year.nameTaken', 'year.datesInverted'],
})

export const readYear = endpoint({
  operationId: 'readYear',
  method: 'GET',
  path: '/years/:yearId',
  summary: 'One academic year',
  permission: 'year.read',
  params: yearParams,
  answers: { 200: Year },
})

export const updateYear = endpoint({
  operationId: 'updateYear',
  method: 'PATCH',
  path: '/years/:yearId',
  summary: 'Change the settings of a year that is not closed',
  permission: 'year.manage',
  params: yearParams,
  ifMatch: true,
  body: z.object(YearFields).partial(),
  answers: { 200: Year },
  problems: ['year.closed', 'year.nameTaken', 'year.datesInverted', 'version.stale'],
})

export const activateYear = endpoint({
  operationId: 'activateYear',
  method: 'POST',
  path: '/years/:yearId/activate',
  summary: 'Make a planned year the active one',
  permission: 'year.manage',
  params: yearParams,
  ifMatch: true,
  answers: { 200: Year },
  problems: ['year.alreadyActive', 'year.closed', 'version.stale'],
})

export const closeYear = endpoint({
  operationId: 'closeYear',
  method: 'POST',
  path: '/years/:yearId/close',
  summary: 'Close the active year: everything of it becomes read-only',
  permission: 'year.manage',
  params: yearParams,
  ifMatch: true,
  answers: { 200: Year },
  problems: ['year.notActive', 'version.stale'],
})

/** Lists of a year take `yearId`; without it they are of the active year. */
export const yearFilter = { yearId: Id.optional() }

export const Major = z.object({
  id: Id,
  yearId: Id,
  name: z.string(),
  abbreviation: z.string(),
  students: z.number().int(),
  classrooms: z.number().int(),
  version: z.number().int(),
})
export type Major = z.infer<typeof Major>

const MajorBody = z.object({ name: text(200), abbreviation: text(20) })
const majorParams = z.object({ majorId: Id })

export const listMajors = endpoint({
  operationId: 'listMajors',
  method: 'GET',
  path: '/majors',
  summary: 'Majors of a year',
  permission: 'major.read',
  query: listQuery(['name', 'abbreviation'], yearFilter),
  answers: { 200: pageOf(Major) },
})

export const createMajor = endpoint({
  operationId: 'createMajor',
  method: 'POST',
  path: '/majors',
  summary: 'Add a major',
  permission: 'major.manage',
  body: MajorBody.extend(yearFilter),
  answers: { 201: Major },
  problems: ['major.nameTaken', 'major.abbreviationTaken', 'year.closed'],
})

export const updateMajor = endpoint({
  operationId: 'updateMajor',
  method: 'PATCH',
  path: '/majors/:majorId',
  summary: 'Rename a major',
  permission: 'major.manage',
  params: majorParams,
  ifMatch: true,
  body: MajorBody.partial(),
  answers: { 200: Major },
  problems: ['major.nameTaken', 'major.abbreviationTaken', 'version.stale', 'year.closed'],
})

export const deleteMajor = endpoint({
  operationId: 'deleteMajor',
  method: 'DELETE',
  path: '/majors/:majorId',
  summary: 'Delete a major that nothing uses',
  permission: 'major.manage',
  params: majorParams,
  answers: { 204: Nothing },
  problems: ['major.inUse', 'year.closed'],
})

export const Classroom = z.object({
  id: Id,
  yearId: Id,
  name: z.string(),
  major: z.object({ id: Id, name: z.string(), abbreviation: z.string() }),
  students: z.number().int(),
  version: z.number().int(),
  can: z.object({ manage: z.boolean() }),
})
export type Classroom = z.infer<typeof Classroom>

const ClassroomBody = z.object({ name: text(100), majorId: Id })
const classroomParams = z.object({ classroomId: Id })

export const listClassrooms = endpoint({
  operationId: 'listClassrooms',
  method: 'GET',
  path: '/classrooms',
  summary: 'Classrooms of a year',
  permission: 'classroom.read',
  query: listQuery(['name', 'major'], { ...yearFilter, majorId: Id.optional() }),
  answers: { 200: pageOf(Classroom) },
})

export const createClassroom = endpoint({
  operationId: 'createClassroom',
  method: 'POST',
  path: '/classrooms',
  summary: 'Add a classroom to a major',
  permission: 'classroom.manage',
  body: ClassroomBody,
  answers: { 201: Classroom },
  problems: ['classroom.nameTaken', 'year.closed'],
})

export const updateClassroom = endpoint({
  operationId: 'updateClassroom',
  method: 'PATCH',
  path: '/classrooms/:classroomId',
  summary: 'Rename a classroom',
  permission: 'classroom.manage',
  params: classroomParams,
  ifMatch: true,
  body: ClassroomBody.pick({ name: true }),
  answers: { 200: Classroom },
  problems: ['classroom.nameTaken', 'version.stale', 'year.closed'],
})

export const deleteClassroom = endpoint({
  operationId: 'deleteClassroom',
  method: 'DELETE',
  path: '/classrooms/:classroomId',
  summary: 'Delete a classroom without students',
  permission: 'classroom.manage',
  params: classroomParams,
  answers: { 204: Nothing },
  problems: ['classroom.inUse', 'year.closed'],
})
