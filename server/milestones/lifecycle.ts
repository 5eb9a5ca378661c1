import type { MilestoneStatus } from '../../contract/milestones.ts'

const waiting: readonly MilestoneStatus[] = ['pending', 'revision']

/** A day `YYYY-MM-DD` some days later; days have no timezone, so none can move them. */
export function addDays(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`)
  moment.setUTCDate(moment.getUTCDate() + days)
  return moment.toISOString().slice(0, 10)
}

/** Due dates of tasks done one after the other: each counts its days from the due date before, the first from the start. */
export function dueDates(startsOn: string, durationDays: readonly number[]): string[] {
  let day = startsOn
  return durationDays.map((days) => {
    day = addDays(day, days)
    return day
  })
}

/** The calendar day of a moment in a timezone. */
export function dayIn(timezone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)
}

/** Due before today and still owed by the students. */
export function isOverdue(status: MilestoneStatus, dueOn: string, today: string): boolean {
  return waiting.includes(status) && dueOn < today
}

export function maySubmit(status: MilestoneStatus): boolean {
  return waiting.includes(status)
}

export function mayReview(status: MilestoneStatus): boolean {
  return status === 'submitted'
}

/** What is approved is done; its date tells when it was due. */
export function mayReschedule(status: MilestoneStatus): boolean {
  return status !== 'approved'
}
