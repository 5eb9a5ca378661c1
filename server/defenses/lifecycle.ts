import type { Defense, DefenseStatus } from '../../contract/defenses.ts'

/** The rules of a defense: unscheduled -> scheduled -> in_progress -> completed; postponed and cancelled with reasons. */

const next: Readonly<Record<DefenseStatus, readonly DefenseStatus[]>> = {
  unscheduled: [],
  scheduled: ['in_progress', 'postponed', 'cancelled'],
  in_progress: ['completed', 'postponed', 'cancelled'],
  completed: [],
  postponed: ['cancelled'],
  cancelled: [],
}

/** May it get a date, slot and room, or other ones than it has? */
export function isSchedulable(status: DefenseStatus): boolean {
  return status === 'unscheduled' || status === 'scheduled' || status === 'postponed'
}

/** The states it may go to by hand; a date is given by scheduling. */
export function nextStates(status: DefenseStatus): readonly DefenseStatus[] {
  return next[status]
}

/** Does it hold a room and the time of its people? */
export function holdsPlace(status: DefenseStatus): boolean {
  return status === 'scheduled' || status === 'in_progress' || status === 'completed'
}

/** What is missing before it can be scheduled. */
export function missingOf(facts: {
  projectStatus: string
  documentApproved: boolean
  seats: number
}): Defense['missing'] {
  const missing: Defense['missing'] = []
  if (facts.projectStatus !== 'approved') missing.push('project.approved')
  if (!facts.documentApproved) missing.push('document.pre_defense')
  if (facts.seats < 3) missing.push('committee.complete')
  return missing
}
