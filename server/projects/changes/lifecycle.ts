import type { Project } from '../../../contract/projects.ts'

/** A change of an approved project that must be approved again: when it may be asked for, and what it changes. */

export interface Shape {
  topicLo: string
  topicEn: string
  topicTh: string | null
  abstract: string | null
  memberIds: readonly string[]
}

export interface Difference {
  changed: (keyof Shape)[]
  addedIds: string[]
  removedIds: string[]
  /** Neither the Lao nor the English topic is another one. */
  sameTopic: boolean
  after: Shape
}

/** What is another than now; who stays keeps the place, and who is new comes after. */
export function differenceOf(now: Shape, wanted: { [K in keyof Shape]?: Shape[K] | undefined }): Difference {
  const { memberIds = now.memberIds } = wanted
  const addedIds = memberIds.filter((id) => !now.memberIds.includes(id))
  const removedIds = now.memberIds.filter((id) => !memberIds.includes(id))
  const after = {
    topicLo: wanted.topicLo ?? now.topicLo,
    topicEn: wanted.topicEn ?? now.topicEn,
    // null takes the text away
    topicTh: wanted.topicTh === undefined ? now.topicTh : wanted.topicTh,
    abstract: wanted.abstract === undefined ? now.abstract : wanted.abstract,
    memberIds: [...now.memberIds.filter((id) => memberIds.includes(id)), ...addedIds],
  }
  const texts = (['topicLo', 'topicEn', 'topicTh', 'abstract'] as const).filter((name) => after[name] !== now[name])
  const changed: Difference['changed'] = [...texts]
  if (addedIds.length + removedIds.length > 0) changed.push('memberIds')
  const sameTopic = !texts.includes('topicLo') && !texts.includes('topicEn')
  return { changed, addedIds, removedIds, sameTopic, after }
}

export interface Changeable {
  /** Approved, and of a year that is not closed. */
  running: boolean
  scored: boolean
  open: { byOffice: boolean } | null
}

/** Why a change cannot be asked for, or the one that is open not be approved. */
export function refusalOfChange({ scored, open }: Omit<Changeable, 'running'>, doing: 'ask' | 'approve') {
  if (doing === 'ask' && open) return 'change.open'
  if (doing === 'approve' && !open) return 'change.notOpen'
  // what was scored is what the committee read and heard, by those who defended it
  return scored ? 'change.scored' : null
}

/** The right and the state together. Whoever asked takes it back: a student not what the office asked. */
export function canChangeNow(
  state: Changeable,
  rights: { ask: boolean; decide: boolean; office: boolean },
): Project['changeCan'] {
  const { running, open } = state
  return {
    ask: rights.ask && running && refusalOfChange(state, 'ask') === null,
    decide: rights.decide && running && open !== null,
    takeBack: rights.ask && running && open !== null && (rights.office || !open.byOffice),
  }
}
