import type { Project } from '../../../contract/projects.ts'

/** What both forms of a project ask for; texts that are not there are ''. */
export interface ProjectValues {
  topicLo: string
  topicEn: string
  topicTh: string
  abstract: string
  memberIds: string[]
  advisorId: string
}

/** A student as the form shows one. `majorId` decides which advisors are offered. */
export interface ChosenMember {
  id: string
  code: string
  name: string
  majorId: string | undefined
  major: string
}

export const emptyProject: ProjectValues = {
  topicLo: '',
  topicEn: '',
  topicTh: '',
  abstract: '',
  memberIds: [],
  advisorId: '',
}

/** Members and those who were asked: who is meant to work on the project. */
export function teamOf({ members, invitations }: Project): ChosenMember[] {
  return [...members, ...invitations.map(({ student }) => student)].map((one) => ({ ...one, majorId: undefined }))
}

export function valuesOf(project: Project): ProjectValues {
  return {
    topicLo: project.topicLo,
    topicEn: project.topicEn,
    topicTh: project.topicTh ?? '',
    abstract: project.abstract ?? '',
    memberIds: teamOf(project).map(({ id }) => id),
    advisorId: project.advisor.id,
  }
}

/** Only what was changed is sent, so that the history names it and nothing else. */
export function changedOf(before: Record<string, unknown>, after: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  )
}
