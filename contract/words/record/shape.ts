import type { EventGroup, RecordedEvent, SubjectType } from '../../record.ts'

/** What the record of changes is told in: on its page and in its export. */
export interface RecordWords {
  readonly title: string
  /** Of the export, one for each column. */
  readonly headings: readonly string[]
  readonly groups: Readonly<Record<EventGroup, string>>
  readonly events: Readonly<Record<RecordedEvent, string>>
  readonly subjects: Readonly<Record<SubjectType, string>>
  /** Of the fields that are recorded; one that is not here is called what it is called in the data. */
  readonly fields: Readonly<Record<string, string>>
}
