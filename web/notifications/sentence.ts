import type { TFunction } from 'i18next'
import type { Notification } from '../../contract/notifications.ts'
import type { useFormat } from '../i18n/use-format.ts'
import type { VocabularyKey } from '../i18n/vocabulary-keys.ts'

type Format = ReturnType<typeof useFormat>

/** The sentence of a notification. Its data outlives the program that wrote it, so nothing in it is taken for granted. */
export function sentenceOf({ kind, data }: Notification, t: TFunction, format: Format): string {
  const text = (name: string) => textOf(data[name])
  return (t as (key: string, values: object) => string)(`notifications.kind.${kind}`, {
    actor: text('actor'),
    // A registered student has a code of the own and no project yet.
    code: text('code'),
    student: text('code'),
    name: text('name'),
    fromAdvisor: text('fromAdvisor'),
    toAdvisor: text('toAdvisor'),
    work: text('documentKind') ? word(t, 'documentKind', text('documentKind')) : text('milestone') || text('name'),
    version: text('version'),
    seat: word(t, 'seat', text('seat')),
    date: format.day(text('date') || text('to')),
    time: [text('startsAt'), text('endsAt')].map((time) => time.slice(0, 5)).join('–'),
    room: text('room'),
    state: word(t, 'defenseStatus', text('to')),
  })
}

/** What people wrote themselves: the reason of a decision, a comment. */
export function remarksOf({ kind, data }: Notification, t: TFunction): string[] {
  // What is said to work that passed is no reason.
  const praise = kind === 'submission.approved'
  const reason = praise ? '' : textOf(data.reason)
  const comment = textOf(praise ? data.reason : data.comment)
  return [
    ...(reason ? [t('notifications.reason', { reason })] : []),
    ...(comment ? [t('notifications.comment', { comment })] : []),
  ]
}

const tabs: Partial<Record<Notification['kind'], string>> = {
  'change.ended': 'timeline',
  'milestone.rescheduled': 'milestones',
  'committee.assigned': 'defense',
  'committee.removed': 'defense',
  'defense.scheduled': 'defense',
  'defense.stateChanged': 'defense',
  'sheet.reopened': 'scores',
  'result.computed': 'scores',
  'result.published': 'scores',
}

/** The reader has nothing to do with the project any more. */
const gone: readonly Notification['kind'][] = ['committee.removed', 'invitation.revoked', 'change.left']

/** Where the thing is that a notification tells of. */
export function targetOf({
  kind,
  projectId,
  data,
}: Notification): { to: string; search: Record<string, string> } | null {
  if (kind === 'student.registered') return { to: '/students', search: { status: 'pending' } }
  if (kind === 'invitation.received') return { to: '/projects/invitations', search: {} }
  if (!projectId || gone.includes(kind)) return null
  const work = textOf(data.documentKind) ? 'documents' : 'milestones'
  const tab = kind.startsWith('submission.') ? work : tabs[kind]
  return { to: `/projects/${projectId}`, search: tab ? { tab } : {} }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A word of the contract; one the program does not know is shown as it is. */
function word(t: TFunction, family: string, value: string): string {
  return t(`${family}.${value}` as VocabularyKey, { defaultValue: value })
}
