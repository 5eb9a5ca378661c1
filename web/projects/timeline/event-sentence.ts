import type { TFunction } from 'i18next'
import type { TimelineEntry } from '../../../contract/projects.ts'
import type { useFormat } from '../../i18n/use-format.ts'
import type { VocabularyKey } from '../../i18n/vocabulary-keys.ts'

interface Telling {
  t: TFunction
  format: ReturnType<typeof useFormat>
  actor: string
  data: Facts
}

/** What an event carries. It comes from a record that outlives the program, so nothing in it is taken for granted. */
interface Facts {
  text: (name: string) => string
  number: (name: string) => string
  flag: (name: string) => boolean
  list: (name: string) => Record<string, unknown>[]
  texts: (name: string) => string[]
  /** The name of a person or thing. */
  named: (name: string) => string
}

type Teller = (telling: Telling) => string

/** The sentence of an event in the reader's language; an event nobody has told us about gets a neutral one. */
export function eventSentence(entry: Omit<TimelineEntry, 'place'>, t: TFunction, format: Telling['format']): string {
  const telling = { t, format, actor: entry.actor.name, data: factsOf(entry.data, format) }
  return tellers[entry.event]?.(telling) ?? t('projects.event.other', { actor: entry.actor.name })
}

const tellers: Readonly<Record<string, Teller>> = {
  'project.registered': ({ t, actor, data }) =>
    data.flag('draft')
      ? t('projects.event.drafted', { actor })
      : t('projects.event.registered', { actor, advisor: data.named('advisor') }),
  'project.changed': ({ t, actor, data }) =>
    t('projects.event.changed', {
      actor,
      fields: data
        .texts('changed')
        .map((name) => fieldName(t, name))
        .join(', '),
    }),
  'project.submitted': ({ t, actor }) => t('projects.event.submitted', { actor }),
  'project.approved': ({ t, actor, data, format }) =>
    t('projects.event.approved', { actor, startsOn: format.day(data.text('startsOn')) }),
  'project.rejected': ({ t, actor }) => t('projects.event.rejected', { actor }),
  'project.transferred': ({ t, actor, data }) =>
    t('projects.event.transferred', { actor, from: data.text('fromAdvisor'), to: data.text('toAdvisor') }),
  'project.withdrawn': ({ t, actor }) => t('projects.event.withdrawn', { actor }),
  'invitation.sent': ({ t, actor, data }) => t('projects.event.invited', { actor, name: data.text('student') }),
  'invitation.accepted': ({ t, data }) => t('projects.event.invitationAccepted', { name: data.text('student') }),
  'invitation.declined': ({ t, data }) => t('projects.event.invitationDeclined', { name: data.text('student') }),
  'invitation.ended': ({ t, actor, data }) =>
    t(endings[data.text('because')] ?? 'projects.event.invitationRevoked', { actor, name: data.text('student') }),
  'change.asked': (telling) => telling.t('projects.event.changeAsked', changeOf(telling)),
  'change.approved': (telling) => telling.t('projects.event.changeApproved', changeOf(telling)),
  'change.declined': (telling) => telling.t('projects.event.changeDeclined', changeOf(telling)),
  'change.takenBack': (telling) => telling.t('projects.event.changeTakenBack', changeOf(telling)),
  'change.ended': ({ t, data }) => t(changeEnds[data.text('because')] ?? undecided, { name: data.text('student') }),
  'project.completed': ({ t }) => t('projects.event.completed'),
  'milestone.planned': ({ t, data }) =>
    t('projects.event.planned', { template: data.text('template'), count: data.list('milestones').length }),
  'milestone.rescheduled': ({ t, actor, data, format }) =>
    t('projects.event.rescheduled', {
      actor,
      name: data.text('name'),
      from: format.day(data.text('from')),
      to: format.day(data.text('to')),
    }),
  'submission.handedIn': (telling) => telling.t('projects.event.handedIn', workOf(telling)),
  'submission.reviewed': (telling) =>
    telling.t(
      telling.data.text('decision') === 'approved' ? 'projects.event.reviewApproved' : 'projects.event.reviewRevision',
      workOf(telling),
    ),
  'submission.infected': (telling) =>
    telling.t(telling.data.flag('refused') ? 'projects.event.fileRefused' : 'projects.event.fileLocked', {
      ...workOf(telling),
      file: telling.data.text('fileName'),
      signature: telling.data.text('signature'),
    }),
  'submission.downloaded': (telling) => telling.t('projects.event.downloaded', workOf(telling)),
  'committee.assigned': ({ t, actor, data }) =>
    data.list('added').length > 0
      ? t('projects.event.committeeAssigned', { actor, names: seats(t, data.list('added')) })
      : t('projects.event.committeeCleared', { actor, names: seats(t, data.list('removed')) }),
  'committee.released': ({ t, data }) =>
    t('projects.event.committeeReleased', { names: seats(t, data.list('removed')) }),
  'defense.scheduled': ({ t, actor, data, format }) =>
    t(data.flag('moved') ? 'projects.event.defenseMoved' : 'projects.event.defenseScheduled', {
      actor,
      date: format.day(data.text('date')),
      time: `${data.text('startsAt').slice(0, 5)}–${data.text('endsAt').slice(0, 5)}`,
      room: data.text('room'),
    }),
  'defense.stateChanged': ({ t, actor, data }) =>
    t('projects.event.defenseState', {
      actor,
      from: word(t, 'defenseStatus', data.text('from')),
      to: word(t, 'defenseStatus', data.text('to')),
    }),
  'sheet.saved': (telling) => telling.t('projects.event.sheetSaved', sheetOf(telling)),
  'sheet.submitted': (telling) => telling.t('projects.event.sheetSubmitted', sheetOf(telling)),
  'sheet.reopened': (telling) =>
    telling.t('projects.event.sheetReopened', { ...sheetOf(telling), name: telling.data.text('name') }),
  'result.computed': ({ t }) => t('projects.event.resultComputed'),
  'result.published': ({ t, actor, data }) => t('projects.event.resultPublished', { actor, grade: data.text('grade') }),
  'result.overridden': ({ t, actor, data }) =>
    t('projects.event.resultOverridden', { actor, from: data.text('computedGrade'), to: data.text('grade') }),
}

const endings: Readonly<
  Record<
    string,
    'projects.event.invitationPlaced' | 'projects.event.invitationWithdrawn' | 'projects.event.invitationChange'
  >
> = {
  placed: 'projects.event.invitationPlaced',
  withdrawn: 'projects.event.invitationWithdrawn',
  change: 'projects.event.invitationChange',
}

const undecided = 'projects.event.changeEnded.withdrawn'
type ChangeEnd = `projects.event.changeEnded.${'withdrawn' | 'transferred' | 'completed' | 'declined' | 'placed'}`
const changeEnds: Readonly<Record<string, ChangeEnd>> = {
  transferred: 'projects.event.changeEnded.transferred',
  completed: 'projects.event.changeEnded.completed',
  declined: 'projects.event.changeEnded.declined',
  placed: 'projects.event.changeEnded.placed',
}

/** The texts that are another, then who joins and who leaves. */
function changeOf({ t, actor, data }: Telling) {
  const people = (name: string) =>
    data
      .list(name)
      .map((one) => String(one.name))
      .join(', ')
  const [joins, leaves] = [people('added'), people('removed')]
  const what = [
    ...data
      .texts('changed')
      .filter((name) => name !== 'memberIds')
      .map((name) => fieldName(t, name)),
    ...(joins ? [t('projects.event.changeJoins', { names: joins })] : []),
    ...(leaves ? [t('projects.event.changeLeaves', { names: leaves })] : []),
  ]
  return { actor, what: what.join(', ') }
}

function factsOf(data: TimelineEntry['data'], { number }: Telling['format']): Facts {
  const array = (name: string): unknown[] => (Array.isArray(data[name]) ? data[name] : [])
  return {
    text: (name) => (typeof data[name] === 'string' || typeof data[name] === 'number' ? String(data[name]) : ''),
    number: (name) => number(typeof data[name] === 'number' ? data[name] : null),
    flag: (name) => data[name] === true,
    list: (name) =>
      array(name).filter((item) => typeof item === 'object' && item !== null) as Record<string, unknown>[],
    named: (name) => String((data[name] as { name?: unknown } | null | undefined)?.name ?? ''),
    texts: (name) => array(name).filter((item) => typeof item === 'string') as string[],
  }
}

/** Event data speaks the words of the contract; one it does not know is shown as it is. */
function word(t: TFunction, family: string, value: string): string {
  return t(`${family}.${value}` as VocabularyKey, { defaultValue: value })
}

function seats(t: TFunction, list: readonly Record<string, unknown>[]): string {
  return list.map(({ seat, name }) => `${String(name)} (${word(t, 'seat', String(seat))})`).join(', ')
}

function workOf({ t, actor, data }: Telling) {
  const kind = data.text('documentKind')
  return { actor, name: kind ? word(t, 'documentKind', kind) : data.text('milestone'), version: data.text('version') }
}

function sheetOf({ t, actor, data }: Telling) {
  return { actor, evaluator: word(t, 'evaluator', data.text('evaluator')) }
}

const fieldNames = {
  topicLo: 'projects.topicLo',
  topicEn: 'projects.topicEn',
  topicTh: 'projects.topicThShown',
  abstract: 'projects.abstractShown',
  memberIds: 'projects.members',
  members: 'projects.members',
  advisorId: 'projects.advisor',
  advisor: 'projects.advisor',
} as const

function fieldName(t: TFunction, name: string): string {
  return name in fieldNames ? t(fieldNames[name as keyof typeof fieldNames]) : name
}
