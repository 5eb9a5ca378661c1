/** Test data: milestone templates, made by the use cases. */
import type { MilestoneTemplate } from '../../contract/milestones.ts'
import type { Ctx } from '../platform/ctx.ts'
import { createTemplate } from './templates.ts'

let number = 0

/** A template of the given or the active year: two tasks of ten days unless the spec says otherwise. */
export function makeTemplate(
  ctx: Ctx,
  spec: { yearId?: string; name?: string; durationDays?: number[] } = {},
): Promise<MilestoneTemplate> {
  number += 1
  return createTemplate(ctx, {
    yearId: spec.yearId,
    name: spec.name ?? `Template ${number}`,
    description: null,
    tasks: (spec.durationDays ?? [10, 10]).map((durationDays, at) => ({ name: `Task ${at + 1}`, durationDays })),
  })
}
