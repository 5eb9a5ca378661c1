import type { ProjectCan, ProjectStatus } from '../../contract/projects.ts'

export type ProjectAction =
  | 'edit'
  | 'invite'
  | 'submit'
  | 'decide'
  | 'change'
  | 'transfer'
  | 'withdraw'
  | 'complete'
  | 'delete'

/** From which states each action starts. The one guard of the list, the page and the interface. */
const startingStates: Readonly<Record<ProjectAction, readonly ProjectStatus[]>> = {
  edit: ['draft', 'rejected'],
  // to work on it together; it is decided on when all have answered
  invite: ['draft', 'pending', 'rejected'],
  submit: ['draft', 'rejected'],
  decide: ['pending'],
  // asked for and decided again; see changes
  change: ['approved'],
  // the advisor of a draft or rejected project is simply edited
  transfer: ['pending', 'approved'],
  withdraw: ['draft', 'pending', 'approved', 'rejected'],
  complete: ['approved'],
  delete: ['draft', 'withdrawn'],
}

export function isPossible(action: ProjectAction, status: ProjectStatus): boolean {
  return startingStates[action].includes(status)
}

/** What a project is, and what its reader holds the right to. */
export interface Standing {
  status: ProjectStatus
  yearClosed: boolean
  /** Something was handed in or scored: the record of it keeps the project. */
  hasWork: boolean
  rights: ProjectCan
}

/** The right and the state together: what the reader may do now. */
export function canNow({ status, yearClosed, hasWork, rights }: Standing): ProjectCan {
  const can = (action: keyof ProjectCan) => rights[action] && !yearClosed && isPossible(action, status)
  return {
    edit: can('edit'),
    invite: can('invite'),
    submit: can('submit'),
    decide: can('decide'),
    transfer: can('transfer'),
    withdraw: can('withdraw'),
    delete: can('delete') && !hasWork,
  }
}
