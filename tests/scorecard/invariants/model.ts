/** The reference: what a project is and may do, written from docs/product.md and not from the program. */

export const evaluators = ['advisor', 'chair', 'second', 'third'] as const
export type Evaluator = (typeof evaluators)[number]
export const seats = ['chair', 'second', 'third'] as const
export type DocumentStatus = 'none' | 'submitted' | 'revision' | 'approved'

export interface Sheet {
  readonly by: number
  status: 'open' | 'submitted' | 'locked'
  complete: boolean
}

export interface Project {
  readonly id: string
  /** Which of the students works on it. */
  readonly student: number
  advisor: number
  status: 'draft' | 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'completed' | 'deleted'
  milestone: DocumentStatus
  documents: Record<'pre_defense' | 'post_defense', DocumentStatus>
  /** Something was handed in or scored. */
  hasWork: boolean
  committee: readonly [number, number, number] | null
  defense: 'unscheduled' | 'scheduled' | 'in_progress' | 'completed' | 'postponed' | 'cancelled'
  /** Day, slot and room. */
  place: readonly [number, number, number] | null
  sheets: Partial<Record<Evaluator, Sheet>>
  result: 'incomplete' | 'computed' | 'published'
}

export interface Model {
  readonly projects: Project[]
  /** Places for supervising, by advisor. */
  readonly quotas: readonly number[]
}

export const newProject = (id: string, student: number, advisor: number, draft: boolean): Project => ({
  ...{ id, student, advisor, status: draft ? 'draft' : 'pending', milestone: 'none', hasWork: false },
  documents: { pre_defense: 'none', post_defense: 'none' },
  ...{ committee: null, defense: 'unscheduled', place: null, sheets: {}, result: 'incomplete' },
})

export const isOpen = ({ status }: Project) => !['withdrawn', 'deleted'].includes(status)
export const isFree = (model: Model, student: number) =>
  !model.projects.some((one) => one.student === student && isOpen(one))

/** Has the advisor a place for one more? */
export function hasPlace({ projects, quotas }: Model, advisor: number): boolean {
  const held = projects.filter((one) => one.advisor === advisor && ['pending', 'approved'].includes(one.status))
  return held.length < (quotas[advisor] ?? 0)
}

const holds = ({ defense }: Project) => ['scheduled', 'in_progress', 'completed'].includes(defense)
const peopleOf = ({ advisor, committee, student }: Project) =>
  new Set([`s${student}`, ...[advisor, ...(committee ?? [])].map((one) => `a${one}`)])

/** Is the room free at that time, and everybody who must be there? */
export function isPlaceFree({ projects }: Model, wanted: Project): boolean {
  const people = peopleOf(wanted)
  return projects.every((other) => {
    if (other.id === wanted.id || !holds(other) || !other.place || !wanted.place) return true
    const [day, slot, room] = other.place
    if (day !== wanted.place[0] || slot !== wanted.place[1]) return true
    return room !== wanted.place[2] && ![...peopleOf(other)].some((one) => people.has(one))
  })
}

export const holderOf = (project: Project, evaluator: Evaluator): number | undefined =>
  project.sheets[evaluator]?.by ??
  (evaluator === 'advisor' ? project.advisor : project.committee?.[seats.indexOf(evaluator)])

export function isScorable(project: Project, evaluator: Evaluator): boolean {
  return project.status === 'approved' && (evaluator === 'advisor' || holds(project))
}

export const isPlanned = holds

/** The fourth sheet makes the result; publication and the last document end the project. */
export function settle(project: Project): void {
  const handedIn = evaluators.every((one) => ['submitted', 'locked'].includes(project.sheets[one]?.status ?? 'open'))
  if (project.result !== 'published') project.result = handedIn ? 'computed' : 'incomplete'
  const done = project.result === 'published' && project.documents.post_defense === 'approved'
  if (done && project.status === 'approved') project.status = 'completed'
}

export function withdraw(project: Project): void {
  project.status = 'withdrawn'
  if (['scheduled', 'in_progress', 'postponed'].includes(project.defense)) project.defense = 'cancelled'
  project.committee = null
}
