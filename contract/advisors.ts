import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { BulkAnswer, selectionOf } from './endpoint/bulk.ts'
import { Email, endpoint, Id, LoginName, listQuery, Nothing, pageOf, SearchText, text } from './endpoint.ts'

/** The lecturers of a year: what they are specialised in, and how many places each has to give. */

/** The four kinds of place an advisor gives: supervising a project, and the three seats of a committee. */
export const PlaceKind = z.enum(['supervising', 'chair', 'second', 'third'])
export type PlaceKind = z.infer<typeof PlaceKind>

const quota = z.number().int().min(0).max(500)
export const Quotas = z.object({ supervising: quota, chair: quota, second: quota, third: quota })
export type Quotas = z.infer<typeof Quotas>

const MajorRef = z.object({ id: Id, name: z.string(), abbreviation: z.string() })
const count = z.number().int()

export const Advisor = z.object({
  id: Id,
  yearId: Id,
  accountId: Id,
  /** Titled name, as printed. Names are not keys. */
  name: z.string(),
  /** Null for those who may not manage people. */
  email: z.string().nullable(),
  quotas: z.object({ supervising: count, chair: count, second: count, third: count }),
  /** Places taken. Supervising counts pending and approved projects. */
  loads: z.object({ supervising: count, chair: count, second: count, third: count }),
  /** None means: specialised in all. */
  majors: z.array(MajorRef),
  managedMajors: z.array(MajorRef),
  version: z.number().int(),
  can: z.object({ manage: z.boolean() }),
})
export type Advisor = z.infer<typeof Advisor>

const filters = {
  ...yearFilter,
  /** Only those specialised in this major. */
  majorId: Id.optional(),
  /** Only those with a free supervising place. */
  free: z.stringbool().optional(),
  q: SearchText,
}
export type AdvisorFilter = z.output<z.ZodObject<typeof filters>>

export const listAdvisors = endpoint({
  operationId: 'listAdvisors',
  method: 'GET',
  path: '/advisors',
  summary: 'Advisors of a year with their loads',
  permission: 'advisor.read',
  query: listQuery(['name', 'supervising', 'free'], filters),
  answers: { 200: pageOf(Advisor) },
})

const AdvisorFields = {
  name: text(200),
  email: Email.nullable().optional(),
  login: LoginName.nullable().optional(),
  quotas: Quotas,
  majorIds: z.array(Id).max(100),
}
const params = z.object({ advisorId: Id })

export const createAdvisor = endpoint({
  operationId: 'createAdvisor',
  method: 'POST',
  path: '/advisors',
  summary: 'Add an advisor to a year, with an account that is still to be invited',
  permission: 'advisor.manage',
  body: z.object({ ...AdvisorFields, ...yearFilter }),
  answers: { 201: Advisor },
  problems: ['account.emailTaken', 'account.loginTaken', 'year.closed'],
})

export const readAdvisor = endpoint({
  operationId: 'readAdvisor',
  method: 'GET',
  path: '/advisors/:advisorId',
  summary: 'One advisor',
  permission: 'advisor.read',
  params,
  answers: { 200: Advisor },
})

export const updateAdvisor = endpoint({
  operationId: 'updateAdvisor',
  method: 'PATCH',
  path: '/advisors/:advisorId',
  summary: 'Change name, quotas or specialisations of an advisor',
  permission: 'advisor.manage',
  params,
  ifMatch: true,
  body: z
    .object({
      name: AdvisorFields.name,
      email: Email.nullable(),
      quotas: Quotas,
      majorIds: AdvisorFields.majorIds,
    })
    .partial(),
  answers: { 200: Advisor },
  problems: ['version.stale', 'account.emailTaken', 'year.closed'],
})

export const deleteAdvisor = endpoint({
  operationId: 'deleteAdvisor',
  method: 'DELETE',
  path: '/advisors/:advisorId',
  summary: 'Take an advisor who has no project and no seat out of the year',
  permission: 'advisor.manage',
  params,
  answers: { 204: Nothing },
  problems: ['advisor.inUse', 'year.closed'],
})

const selection = selectionOf(filters)
const SomeQuotas = Quotas.partial().refine((quotas) => Object.values(quotas).some((one) => one !== undefined))

export const changeAdvisors = endpoint({
  operationId: 'changeAdvisors',
  method: 'POST',
  path: '/advisors/bulk',
  summary: 'Set quotas of advisors, or take them out of the year: each is done, or left and told why',
  permission: 'advisor.manage',
  body: z.discriminatedUnion('action', [
    /** The kinds of place that are left out stay as they are. */
    z.object({ action: z.literal('quotas'), selection, quotas: SomeQuotas }),
    z.object({ action: z.literal('remove'), selection }),
  ]),
  answers: { 200: BulkAnswer },
  problems: ['selection.changed', 'advisor.inUse', 'year.closed'],
})

export const setManagedMajors = endpoint({
  operationId: 'setManagedMajors',
  method: 'PUT',
  path: '/advisors/:advisorId/managed-majors',
  summary: 'Make an advisor department admin of some majors, or (empty) end that',
  permission: 'account.manage',
  params,
  ifMatch: true,
  body: z.object({ majorIds: z.array(Id).max(100) }),
  answers: { 200: Advisor },
  problems: ['version.stale', 'year.closed'],
})
