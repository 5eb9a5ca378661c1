import type { Todo } from '../../contract/reports.ts'

interface Target {
  to: string
  search: Record<string, string>
}

/** Part of the project page where one of them is done. */
const tabs: Partial<Record<Todo['kind'], string>> = {
  'milestone.submit': 'milestones',
  'document.submit': 'documents',
  'committee.assign': 'defense',
  'defense.schedule': 'defense',
  'sheet.fill': 'scores',
  'result.publish': 'scores',
}

/** The list of all of a kind, for those that are told as a number. */
const lists: Record<Todo['kind'], Target> = {
  'student.decide': { to: '/students', search: { status: 'pending' } },
  'invitation.answer': { to: '/projects/invitations', search: {} },
  'project.register': { to: '/projects/new', search: {} },
  'project.correct': { to: '/projects', search: {} },
  'project.decide': { to: '/projects', search: { status: 'pending' } },
  'change.decide': { to: '/projects', search: { status: 'approved' } },
  'milestone.submit': { to: '/projects', search: {} },
  'document.submit': { to: '/projects', search: {} },
  'submission.review': { to: '/projects', search: { status: 'approved' } },
  'committee.assign': { to: '/defenses', search: { status: 'unscheduled' } },
  'defense.schedule': { to: '/defenses', search: { status: 'unscheduled' } },
  'sheet.fill': { to: '/defenses', search: {} },
  'result.publish': { to: '/results', search: { status: 'computed' } },
}

/** Where a thing that waits is done. */
export function targetOf({ kind, project, subject }: Todo): Target {
  if (!project || kind === 'invitation.answer') return lists[kind]
  const reviewed = subject === 'pre_defense' || subject === 'post_defense' ? 'documents' : 'milestones'
  const tab = kind === 'submission.review' ? reviewed : tabs[kind]
  return { to: `/projects/${project.id}`, search: tab ? { tab } : {} }
}
