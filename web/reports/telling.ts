import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { useFormat } from '../i18n/use-format.ts'
import { eventSentence } from '../projects/timeline/event-sentence.ts'

type Recent = Dashboard['recent'][number]

/** Events that belong to no project and have a sentence of their own; the others have the one of their subject. */
const own = [
  'student.registered',
  'student.approved',
  'student.rejected',
  'rubrics.frozen',
  'year.activated',
] as const satisfies readonly string[]
const subjects = [
  'student',
  'advisor',
  'major',
  'classroom',
  'template',
  'room',
  'defense',
  'rubrics',
  'year',
  'import',
] as const satisfies readonly string[]

/** The sentence of an event: `tell(event)`. Those of projects are told as on the project page. */
export function useTelling(): (event: Recent) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ at, event, actorName, data, project }) => {
    if (project)
      return eventSentence({ at, event, actor: { id: null, name: actorName }, data, reason: null }, t, format)
    const known = own.find((name) => name === event) ?? subjects.find((name) => event.startsWith(`${name}.`)) ?? 'other'
    return t(`reports.event.${known}`, { actor: actorName, name: typeof data.name === 'string' ? data.name : '' })
  }
}
