import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Locale } from './accounts.ts'
import { Day, endpoint, FileAnswer, Id, Moment } from './endpoint.ts'
import { ProjectStatus } from './projects.ts'

/** What waits for whom, and how the year stands. */

const ProjectRef = z.object({ id: Id, code: z.string(), topicLo: z.string(), topicEn: z.string() })

/** One thing that waits for the reader. The web has a sentence and a link for each kind. */
export const Todo = z.object({
  kind: z.enum([
    'student.decide',
    'invitation.answer',
    'project.register',
    'project.correct',
    'project.decide',
    'change.decide',
    'milestone.submit',
    'document.submit',
    'submission.review',
    'committee.assign',
    'defense.schedule',
    'sheet.fill',
    'result.publish',
  ]),
  project: ProjectRef.nullable(),
  /** Name of the milestone, kind of document, ... */
  subject: z.string().nullable(),
  count: z.number().int(),
  dueOn: Day.nullable(),
  overdue: z.boolean(),
})
export type Todo = z.infer<typeof Todo>

const count = z.number().int()

export const Dashboard = z.object({
  year: z.object({ id: Id, name: z.string() }).nullable(),
  todos: z.array(Todo),
  /** Projects the reader may see, by status. */
  projects: z.array(z.object({ status: ProjectStatus, count })),
  /** Office only. */
  totals: z
    .object({
      students: count,
      studentsWithoutProject: count,
      advisors: count,
      overloaded: count,
      places: count,
      taken: count,
    })
    .nullable(),
  /** Advisors only: own loads against own quotas. */
  loads: z
    .array(z.object({ kind: z.enum(['supervising', 'chair', 'second', 'third']), load: count, quota: count }))
    .nullable(),
  /** Students only: the own project and how far it is. */
  own: z
    .object({
      project: ProjectRef.extend({ status: ProjectStatus, advisorName: z.string() }),
      milestones: z.object({ approved: count, total: count }),
      next: z.object({ name: z.string(), dueOn: Day }).nullable(),
      defense: z.object({ date: Day, startsAt: z.string(), room: z.string() }).nullable(),
      grade: z.string().nullable(),
    })
    .nullable(),
  /** Milestones and defenses of the coming fourteen days that concern the reader. */
  coming: z.array(
    z.object({
      kind: z.enum(['milestone', 'defense']),
      on: Day,
      at: z.string().nullable(),
      name: z.string(),
      project: ProjectRef,
    }),
  ),
  recent: z.array(
    z.object({
      /** From 1, the newest. */
      place: z.number().int(),
      at: Moment,
      event: z.string(),
      actorName: z.string(),
      data: z.record(z.string(), z.unknown()),
      project: ProjectRef.nullable(),
    }),
  ),
})
export type Dashboard = z.infer<typeof Dashboard>

export const readDashboard = endpoint({
  operationId: 'readDashboard',
  method: 'GET',
  path: '/dashboard',
  summary: 'What waits for the reader, and how the year stands as far as he or she may see',
  permission: 'notification.read',
  query: z.object(yearFilter),
  answers: { 200: Dashboard },
})

/** On whom a project waits: for what, since when. Several can be waited on at once. */
export const Waiting = z.object({
  kind: Todo.shape.kind.exclude(['student.decide', 'project.register']),
  on: z.enum(['members', 'invited', 'advisor', 'evaluators', 'office']),
  /** Their names; none where the reader need not know who, or where it is the office. */
  people: z.array(z.string()),
  /** Name of the milestone, kind of document. */
  subject: z.string().nullable(),
  since: Moment.nullable(),
  dueOn: Day.nullable(),
})
export type Waiting = z.infer<typeof Waiting>

export const readWaiting = endpoint({
  operationId: 'readWaiting',
  method: 'GET',
  path: '/projects/:projectId/waiting',
  summary: 'On whom the project waits, for what and since when, the longest wait first',
  permission: 'project.read',
  params: z.object({ projectId: Id }),
  answers: { 200: z.object({ items: z.array(Waiting) }) },
})

/** What the numbers of a year are told by. */
export const StatisticsBy = z.enum(['major', 'classroom'])
export type StatisticsBy = z.infer<typeof StatisticsBy>

const statuses = Object.fromEntries(ProjectStatus.options.map((status) => [status, count])) as Record<
  ProjectStatus,
  typeof count
>

const Figures = z.object({
  students: z.object({ male: count, female: count, monk: count, total: count }),
  /** `solo` and `shared` by two or more together are all, and so are the statuses. */
  projects: z.object({ solo: count, shared: count, total: count, statuses: z.object(statuses) }),
})
export type Figures = z.infer<typeof Figures>

/**
 * Everything is counted once. A student is counted in the own major and classroom once approved. A project is counted, whatever
 * its status, where its first member is: one whose members are of two majors or classrooms stands in one of them only, so that
 * the rows add up to `total`.
 */
export const Statistics = z.object({
  rows: z.array(
    Figures.extend({
      id: Id,
      name: z.string(),
      /** Of a classroom its major, of a major itself. */
      major: z.object({ id: Id, name: z.string(), abbreviation: z.string() }),
    }),
  ),
  total: Figures,
})
export type Statistics = z.infer<typeof Statistics>

const statisticsQuery = { ...yearFilter, by: StatisticsBy.default('major') }

export const readStatistics = endpoint({
  operationId: 'readStatistics',
  method: 'GET',
  path: '/statistics',
  summary: 'Students and projects of a year, counted by major or by classroom, of the majors in scope',
  permission: 'student.read',
  query: z.object(statisticsQuery),
  answers: { 200: Statistics },
})

export const downloadStatistics = endpoint({
  operationId: 'downloadStatistics',
  method: 'GET',
  path: '/statistics/export',
  summary: 'The same as a spreadsheet',
  permission: 'student.read',
  query: z.object({ ...statisticsQuery, locale: Locale.default('lo') }),
  download: true,
  answers: { 200: FileAnswer },
})
