export type Tone = 'good' | 'wait' | 'bad' | 'idle' | 'live'

export type StatusFamily =
  | 'accountStatus'
  | 'mailStatus'
  | 'yearStatus'
  | 'studentStatus'
  | 'projectStatus'
  | 'milestoneStatus'
  | 'documentStatus'
  | 'reviewDecision'
  | 'defenseStatus'
  | 'sheetStatus'
  | 'resultStatus'
  | 'importRowState'

/** What a status means to whoever reads a list: done, waits for somebody, wrong, nothing to do, going on. */
const tones: Record<string, Tone> = {
  active: 'good',
  approved: 'good',
  completed: 'good',
  published: 'good',
  new: 'good',
  sent: 'good',
  waiting: 'wait',
  pending: 'wait',
  submitted: 'wait',
  computed: 'wait',
  invited: 'wait',
  update: 'wait',
  postponed: 'wait',
  rejected: 'bad',
  revision: 'bad',
  cancelled: 'bad',
  error: 'bad',
  failed: 'bad',
  scheduled: 'live',
  in_progress: 'live',
  open: 'live',
}

/** The tone of a status. A milestone that is `pending` waits for nobody yet. */
export function toneOf(family: StatusFamily, status: string): Tone {
  if (family === 'milestoneStatus' && status === 'pending') return 'idle'
  return tones[status] ?? 'idle'
}
