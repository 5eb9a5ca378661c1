import type { TFunction } from 'i18next'
import type { RecordedValue } from '../../contract/record.ts'
import { eventText, subjectText } from '../../contract/words/record.ts'
import type { MessageKey } from '../i18n/types.ts'
import type { useFormat } from '../i18n/use-format.ts'

type Telling = { t: TFunction; format: ReturnType<typeof useFormat>; type: string; path: readonly string[] }

/** Which words of the contract a field speaks. */
const families: Readonly<Record<string, string>> = {
  ...{ gender: 'gender', roles: 'role', locale: 'locale', defaultLocale: 'locale', seat: 'seat' },
  ...{ evaluator: 'evaluator', rounding: 'rounding', decision: 'reviewDecision', documentKind: 'documentKind' },
  ...{ by: 'record.value', to: 'record.value', method: 'record.value', factor: 'record.value' },
}
/** The same for the status, by what has it. */
const statuses: Readonly<Record<string, string>> = {
  ...{ project: 'projectStatus', student: 'studentStatus', account: 'accountStatus', year: 'yearStatus' },
  ...{ defense: 'defenseStatus', result: 'resultStatus', sheet: 'sheetStatus', milestone: 'milestoneStatus' },
}

function familyOf({ type, path }: Telling): string | undefined {
  const name = path.at(-1) ?? ''
  if (name === 'status' || (/^(defense|project)$/.test(type) && /^(from|to)$/.test(name))) return statuses[type]
  if (name === 'kind') return type === 'import' ? 'importKind' : undefined
  return families[name]
}

function single(value: string | number | boolean | null, telling: Telling): string {
  const { t, format, path } = telling
  if (value === null) return '–'
  if (typeof value === 'boolean') return t(value ? 'record.yes' : 'record.no')
  if (typeof value === 'number') return format.number(value)
  const name = path.at(-1)
  if (name === 'event') return eventText(format.locale, value)
  if (name === 'subjectType') return subjectText(format.locale, value)
  const family = familyOf(telling)
  if (family) return t(`${family}.${value}` as MessageKey, { defaultValue: value })
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.shortDay(value)
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? format.shortMoment(value) : value
}

/** A value that was recorded, in words of the reader where there are some. */
export function valueText(value: RecordedValue, telling: Telling): string {
  return Array.isArray(value) ? value.map((one) => single(one, telling)).join(', ') : single(value, telling)
}
