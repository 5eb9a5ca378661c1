import { z } from 'zod'
import { endpoint, Id, Reason } from '../endpoint.ts'

/** Projects of one advisor that go to others in one step: all of them, or none. */

export const Receiver = z.object({ projectId: Id, version: z.number().int().min(1), advisorId: Id })
export type Receiver = z.infer<typeof Receiver>

/** Who said of a project twice where it goes has not said it. */
const eachOnce = (receivers: readonly Receiver[]) =>
  new Set(receivers.map(({ projectId }) => projectId)).size === receivers.length

export const handOverProjects = endpoint({
  operationId: 'handOverProjects',
  method: 'POST',
  path: '/advisors/:advisorId/hand-over',
  summary: 'Give projects of an advisor who leaves to others; a refusal names the project, and then none has moved',
  permission: 'project.transfer',
  params: z.object({ advisorId: Id }),
  body: z.object({
    receivers: z.array(Receiver).min(1).max(200).refine(eachOnce),
    reason: Reason,
    overQuota: Reason.optional(),
  }),
  answers: { 200: z.object({ projects: z.number().int() }) },
  problems: [
    'project.wrongState',
    'project.sameAdvisor',
    'advisor.full',
    'advisor.notSpecialised',
    'seat.isAdvisor',
    'version.stale',
  ],
})
