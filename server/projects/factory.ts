/** Test data: projects in any state of their beginning, made by the use cases. */
import type { Project } from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import { approveProject, registerProject } from './projects.ts'

let number = 0

interface ProjectSpec {
  /** Approved students of the active year. */
  memberIds: string[]
  advisorId: string
  topicLo?: string
  topicEn?: string
  draft?: boolean
  /** Approves the project with this template, from `startsOn` on. */
  templateId?: string
  startsOn?: string
}

/** A pending project of the active year; a draft, or approved, when the spec says so. */
export async function makeProject(ctx: Ctx, spec: ProjectSpec): Promise<Project> {
  number += 1
  const project = await registerProject(ctx, {
    topicLo: spec.topicLo ?? `ຫົວຂໍ້ຄົ້ນຄວ້າທີ ${number}`,
    topicEn: spec.topicEn ?? `Research topic number ${number}`,
    topicTh: null,
    abstract: null,
    memberIds: spec.memberIds,
    advisorId: spec.advisorId,
    draft: spec.draft ?? false,
    // made-up topics resemble each other
    similarityOverride: 'Test data',
  })
  if (!spec.templateId) return project
  const approval = { templateId: spec.templateId, startsOn: spec.startsOn ?? '2026-10-01' }
  return approveProject(ctx, project.id, project.version, approval)
}
