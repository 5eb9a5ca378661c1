/** The record of every change, read and taken along by those who may. */
import type { Locale } from '../../contract/accounts.ts'
import type { Page, Received } from '../../contract/endpoint.ts'
import type { exportRecord as exportEndpoint, listRecord as listEndpoint, RecordEntry } from '../../contract/record.ts'
import { mostExported, type RecordedValue } from '../../contract/record.ts'
import { eventText, fieldText, recordWords, subjectText } from '../../contract/words/record.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { FileReply } from '../platform/http/route.ts'
import { order, toPage } from '../platform/page.ts'
import { dated, sheetReply } from '../platform/spreadsheet.ts'
import { recordExported } from './events.ts'
import { type Change, changesOf, type Field, factsOf } from './fields.ts'
import { countEvents, type EventFilter, type EventRow, listEvents, listNamesOf } from './queries.ts'

type Names = ReadonlyMap<string, string>
type Entry = Omit<RecordEntry, 'place'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Of what an event carries, these have a place of their own in the answer. */
const told = ['ip', 'reason', 'name', 'code', 'changed']

interface Told {
  row: EventRow
  changes: Change[]
  facts: Field[]
}

function tell(row: EventRow): Told {
  const changes = changesOf(row.before, row.after)
  return { row, changes, facts: factsOf(row.data, changes, told) }
}

function idsIn({ row, changes, facts }: Told): string[] {
  const values = [...changes.flatMap(({ before, after }) => [before, after]), ...facts.map(({ value }) => value)]
  const ids = values.flat().filter((one): one is string => typeof one === 'string' && uuid.test(one))
  return [row.subject_id, ...ids]
}

function named(value: RecordedValue, names: Names): RecordedValue {
  if (Array.isArray(value)) return value.map((one) => named(one, names) as string)
  return (typeof value === 'string' && names.get(value)) || value
}

const textIn = (data: unknown, name: string): string | null => {
  const value = (data as Readonly<Record<string, unknown>> | null)?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** As it is called now; what is gone, as the event called it. */
function nameOfSubject({ subject_type, subject_id, project_code, data }: EventRow, names: Names): string | null {
  // there is one, and its id is that of who changed it
  if (subject_type === 'installation') return null
  const then = [textIn(data, 'code'), textIn(data, 'name')].filter((part) => part !== null).join(' ')
  return names.get(subject_id) ?? (then || project_code)
}

function present({ row, changes, facts }: Told, names: Names, whole: boolean): Entry {
  return {
    number: whole ? row.id : null,
    at: row.at,
    event: row.name,
    actor: { id: row.actor_id, name: row.actor_name },
    subject: { type: row.subject_type, id: row.subject_id, name: nameOfSubject(row, names) },
    project: row.project_id && row.project_code ? { id: row.project_id, code: row.project_code } : null,
    reason: row.reason ?? textIn(row.data, 'reason'),
    address: textIn(row.data, 'ip'),
    signIn: row.sign_in,
    requestId: whole ? row.request_id : null,
    changes: changes.map(({ path, before, after }) => ({
      ...{ path, before: named(before, names), after: named(after, names) },
    })),
    facts: facts.map(({ path, value }) => ({ path, value: named(value, names) })),
    erased: row.erased,
  }
}

async function entriesOf(ctx: Ctx, rows: readonly EventRow[]): Promise<Entry[]> {
  const all = rows.map(tell)
  const names = await listNamesOf(ctx.db, [...new Set(all.flatMap(idsIn))])
  const whole = ctx.authorize.scopes(ctx.actor, 'record.read').includes('any')
  return all.map((one) => present(one, names, whole))
}

/** One page of what the reader may see of it. */
export async function listRecord(ctx: Ctx, query: Received<typeof listEndpoint>['query']): Promise<Page<RecordEntry>> {
  const [limit, offset] = [query.pageSize, (query.page - 1) * query.pageSize]
  const rows = await listEvents(ctx.db, ctx, query, { way: order(query.sort, '-at')[1], limit, offset })
  const entries = await entriesOf(ctx, rows)
  const total = await countEvents(ctx.db, ctx, query)
  return toPage(entries, total, query, (entry, index) => ({ place: offset + index + 1, ...entry }))
}

/** A cell of a spreadsheet holds no more. */
const longest = 32_000

function cellOf(value: RecordedValue): string {
  return Array.isArray(value) ? value.map(String).join(', ') : value === null ? '–' : String(value)
}

function rowOf(entry: Entry, locale: Locale): (string | number | null)[] {
  const changes = entry.changes.map(
    ({ path, before, after }) => `${fieldText(locale, path)}: ${cellOf(before)} → ${cellOf(after)}`,
  )
  const facts = entry.facts.map(({ path, value }) => `${fieldText(locale, path)}: ${cellOf(value)}`)
  return [
    ...[entry.number, entry.at, entry.actor.name, eventText(locale, entry.event), entry.event],
    ...[subjectText(locale, entry.subject.type), entry.subject.name, entry.project?.code ?? null, entry.reason],
    ...[
      changes.join('\n').slice(0, longest),
      facts.join('\n').slice(0, longest),
      entry.address,
      entry.signIn?.address ?? null,
    ],
    entry.requestId,
  ]
}

const asTexts = (filter: EventFilter) =>
  Object.fromEntries(Object.entries(filter).filter((one): one is [string, string] => typeof one[1] === 'string'))

/** What matches as a spreadsheet, the newest that many at most. That it was taken along is recorded before it is sent. */
export async function exportRecord(ctx: Ctx, body: Received<typeof exportEndpoint>['body']): Promise<FileReply> {
  const { format, locale, ...filter } = body
  const rows = await listEvents(ctx.db, ctx, filter, { way: 'desc', limit: mostExported, offset: 0 })
  const entries = await entriesOf(ctx, rows)
  const { headings, title } = recordWords[locale]
  const table = {
    ...{ sheetName: title, format },
    columns: headings.map((heading) => ({ heading })),
    rows: entries.map((entry) => rowOf(entry, locale)),
  }
  const file = await sheetReply(table, dated(title, ctx.now()))
  await ctx.db.transaction().execute(async (tx) => {
    const data = { rows: rows.length, format, filter: asTexts(filter) }
    await ctx.record(tx, ctx, recordExported, { type: 'account', id: ctx.actor.accountId }, data)
  })
  return file
}
