import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Seat } from './defenses.ts'
import { endpoint, Id, listQuery, Moment, pageOf, Reason, text } from './endpoint.ts'

/** Rubrics, score sheets, results and grades. Scores have at most two decimals. */

/** Who fills a sheet: the advisor, or the holder of a committee seat. */
export const Evaluator = z.enum(['advisor', ...Seat.options])
export type Evaluator = z.infer<typeof Evaluator>
export const SheetStatus = z.enum(['open', 'submitted', 'locked'])
export type SheetStatus = z.infer<typeof SheetStatus>
export const ResultStatus = z.enum(['incomplete', 'computed', 'published'])
export type ResultStatus = z.infer<typeof ResultStatus>

const score = z.number().min(0).max(100).multipleOf(0.01)

export const RubricItem = z.object({ id: Id, name: z.string(), maximum: z.number() })
export const RubricItemBody = z.object({ name: text(200), maximum: score.min(0.5) })
export const GradeBoundary = z.object({ grade: text(5), minimum: score })
export type GradeBoundary = z.infer<typeof GradeBoundary>

export const Rounding = z.enum(['none', 'half_up_integer', 'half_up_one_decimal'])
export type Rounding = z.infer<typeof Rounding>

export const Rubrics = z.object({
  yearId: Id,
  advisor: z.array(RubricItem),
  committee: z.array(RubricItem),
  /** Descending; below the last minimum the grade is F. */
  boundaries: z.array(z.object({ grade: z.string(), minimum: z.number() })),
  rounding: Rounding,
  /** Set when the first sheet of the year was filled; nothing changes after that. */
  frozenAt: Moment.nullable(),
  version: z.number().int(),
})
export type Rubrics = z.infer<typeof Rubrics>

export const readRubrics = endpoint({
  operationId: 'readRubrics',
  method: 'GET',
  path: '/rubrics',
  summary: 'Rubrics, grade boundaries and rounding rule of a year',
  permission: 'rubric.read',
  query: z.object(yearFilter),
  answers: { 200: Rubrics },
})

export const updateRubrics = endpoint({
  operationId: 'updateRubrics',
  method: 'PUT',
  path: '/rubrics',
  summary: 'Set rubrics (the maxima sum to 100), boundaries and rounding; refused once scoring has started',
  permission: 'rubric.manage',
  ifMatch: true,
  body: z.object({
    ...yearFilter,
    advisor: z.array(RubricItemBody).min(1).max(30),
    committee: z.array(RubricItemBody).min(1).max(30),
    boundaries: z.array(GradeBoundary).min(1).max(20),
    rounding: Rounding.default('none'),
  }),
  answers: { 200: Rubrics },
  problems: ['rubric.sum', 'rubric.frozen', 'boundary.duplicate', 'version.stale', 'year.closed'],
})

export const ScoreSheet = z.object({
  projectId: Id,
  evaluator: Evaluator,
  person: z.object({ advisorId: Id, name: z.string() }),
  status: SheetStatus,
  items: z.array(z.object({ itemId: Id, name: z.string(), maximum: z.number(), score: z.number().nullable() })),
  total: z.number().nullable(),
  maximum: z.number(),
  comment: z.string().nullable(),
  submittedAt: Moment.nullable(),
  /** 0 as long as nothing was saved. */
  version: z.number().int(),
  can: z.object({ fill: z.boolean(), submit: z.boolean(), reopen: z.boolean() }),
})
export type ScoreSheet = z.infer<typeof ScoreSheet>

const projectParams = z.object({ projectId: Id })
const sheetParams = z.object({ projectId: Id, evaluator: Evaluator })

export const listSheets = endpoint({
  operationId: 'listSheets',
  method: 'GET',
  path: '/projects/:projectId/sheets',
  summary: 'Score sheets the reader may see: the own one; all when all have submitted; the office sees all',
  permission: 'project.read',
  params: projectParams,
  answers: {
    200: z.object({
      items: z.array(ScoreSheet),
      /** How far each evaluator is, without any score. */
      progress: z.array(z.object({ evaluator: Evaluator, name: z.string(), status: SheetStatus })),
    }),
  },
})

export const saveSheet = endpoint({
  operationId: 'saveSheet',
  method: 'PUT',
  path: '/projects/:projectId/sheets/:evaluator',
  summary: 'Save one’s own score sheet; it may still be incomplete',
  permission: 'score.enter',
  params: sheetParams,
  ifMatch: true,
  body: z.object({
    items: z.array(z.object({ itemId: Id, score: score.nullable() })).max(30),
    comment: text(5000).nullable().default(null),
  }),
  answers: { 200: ScoreSheet },
  problems: ['sheet.wrongState', 'sheet.overMaximum', 'defense.wrongState', 'version.stale', 'year.closed'],
})

export const submitSheet = endpoint({
  operationId: 'submitSheet',
  method: 'POST',
  path: '/projects/:projectId/sheets/:evaluator/submit',
  summary: 'Hand in one’s own complete score sheet',
  permission: 'score.enter',
  params: sheetParams,
  ifMatch: true,
  answers: { 200: ScoreSheet },
  problems: ['sheet.wrongState', 'sheet.incomplete', 'version.stale', 'year.closed'],
})

export const reopenSheet = endpoint({
  operationId: 'reopenSheet',
  method: 'POST',
  path: '/projects/:projectId/sheets/:evaluator/reopen',
  summary: 'Give a submitted sheet back to its evaluator, with a reason, as long as nothing is published',
  permission: 'score.override',
  params: sheetParams,
  ifMatch: true,
  body: z.object({ reason: Reason }),
  answers: { 200: ScoreSheet },
  problems: ['sheet.wrongState', 'version.stale', 'year.closed'],
})

export const Result = z.object({
  projectId: Id,
  project: z.object({ id: Id, code: z.string(), topicLo: z.string(), topicEn: z.string() }),
  members: z.array(z.object({ id: Id, code: z.string(), name: z.string() })),
  advisorName: z.string(),
  status: ResultStatus,
  advisorTotal: z.number().nullable(),
  committeeMean: z.number().nullable(),
  final: z.number().nullable(),
  /** As computed from the boundaries. */
  computedGrade: z.string().nullable(),
  /** What counts: the override, else the computed one. */
  grade: z.string().nullable(),
  override: z.object({ grade: z.string(), reason: z.string(), by: z.string() }).nullable(),
  publishedAt: Moment.nullable(),
  /** The comments of the evaluators, in order; empty before publication for those who may not see sheets. */
  comments: z.array(z.object({ evaluator: Evaluator, comment: z.string() })),
  /** The document after the defense is approved; without it the grade is not in the final list. */
  documentApproved: z.boolean(),
  version: z.number().int(),
  can: z.object({ publish: z.boolean(), override: z.boolean() }),
})
export type Result = z.infer<typeof Result>

export const readResult = endpoint({
  operationId: 'readResult',
  method: 'GET',
  path: '/projects/:projectId/result',
  summary: 'The result of a project; to its students, advisor and committee nothing but its status before publication',
  permission: 'result.read',
  params: projectParams,
  answers: { 200: Result },
})

export const listResults = endpoint({
  operationId: 'listResults',
  method: 'GET',
  path: '/results',
  summary: 'The grade list of a year',
  permission: 'score.read',
  query: listQuery(['code', 'final', 'grade'], {
    ...yearFilter,
    majorId: Id.optional(),
    status: ResultStatus.optional(),
    /** Only those whose document after the defense is approved. */
    documentApproved: z.stringbool().optional(),
  }),
  answers: { 200: pageOf(Result) },
})

export const publishResult = endpoint({
  operationId: 'publishResult',
  method: 'POST',
  path: '/projects/:projectId/result/publish',
  summary: 'Publish a computed result: its sheets are locked, its students see it',
  permission: 'result.publish',
  params: projectParams,
  ifMatch: true,
  answers: { 200: Result },
  problems: ['result.incomplete', 'result.alreadyPublished', 'project.wrongState', 'version.stale', 'year.closed'],
})

export const overrideGrade = endpoint({
  operationId: 'overrideGrade',
  method: 'POST',
  path: '/projects/:projectId/result/override',
  summary: 'Replace the computed grade with a reason; both are kept',
  permission: 'score.override',
  params: projectParams,
  ifMatch: true,
  body: z.object({ grade: text(5), reason: Reason }),
  answers: { 200: Result },
  problems: ['result.incomplete', 'result.alreadyPublished', 'project.wrongState', 'version.stale', 'year.closed'],
})
