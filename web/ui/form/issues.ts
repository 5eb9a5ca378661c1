import type { MessageKey } from '../../i18n/types.ts'

/** What is told about a field: a message and the numbers it needs. */
export interface FieldMessage {
  key: MessageKey
  values?: { minimum?: number; maximum?: number }
}

/** As much of a zod issue as a message needs; the server sends `code` and an English text only. */
export interface Issue {
  code?: string | undefined
  origin?: string
  format?: string
  minimum?: number | bigint
  maximum?: number | bigint
  input?: unknown
}

/** The message for what a schema says about a value. An empty value is always "please fill this in". */
export function fieldMessage(issue: Issue, value: unknown): FieldMessage {
  if (value === '' || value === null || value === undefined) return { key: 'field.required' }
  const minimum = Number(issue.minimum)
  const maximum = Number(issue.maximum)
  if (issue.code === 'too_small' && Number.isFinite(minimum))
    return { key: smallKey(issue.origin), values: { minimum } }
  if (issue.code === 'too_big' && Number.isFinite(maximum)) return { key: bigKey(issue.origin), values: { maximum } }
  if (issue.code === 'invalid_format') return { key: formatKey(issue.format) }
  return { key: 'field.invalid' }
}

function smallKey(origin: string | undefined): MessageKey {
  if (origin === 'string') return 'field.tooShort'
  return origin === 'array' ? 'field.tooFew' : 'field.tooSmall'
}

function bigKey(origin: string | undefined): MessageKey {
  if (origin === 'string') return 'field.tooLong'
  return origin === 'array' ? 'field.tooMany' : 'field.tooBig'
}

function formatKey(format: string | undefined): MessageKey {
  if (format === 'email') return 'field.email'
  return format === 'date' ? 'field.date' : 'field.format'
}
