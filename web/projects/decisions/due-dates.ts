interface Task {
  name: string
  durationDays: number
}

export interface DueTask {
  name: string
  dueOn: string
}

/** Due dates of the tasks of a template: each begins when the one before it is due. */
export function dueDates(startsOn: string, tasks: readonly Task[]): DueTask[] {
  let days = 0
  return tasks.map(({ name, durationDays }) => {
    days += durationDays
    return { name, dueOn: addDays(startsOn, days) }
  })
}

/** A day some days later. Days are counted in UTC, where none is ever 23 hours long. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
