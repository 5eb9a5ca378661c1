import { randomBytes } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { removeUnnamed } from '../../platform/files/upkeep.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { personErased } from '../events.ts'
import * as queries from './erase.queries.ts'
import { noteErasures } from './list.ts'
import { findStanding } from './preview.queries.ts'
import { type Known, knownBy, scrubText, scrubValue } from './scrub.ts'

const batch = 500

/** What a person is known by, of old as well. */
function wordsOf({ display_name, login, email, people, files, former }: queries.Identity): Known {
  const whole = people.flatMap(({ given, surname, latinGiven, latinSurname }) =>
    [
      [given, surname],
      [latinGiven, latinSurname],
    ].flatMap(([one, two]) => (one && two ? [`${one} ${two}`, `${one}${two}`] : [])),
  )
  const isPart = (key: string) => /^(given|sur)name/i.test(key)
  const numbers = people.flatMap((one) => [one.code, one.telephone, one.name])
  const before = former.filter((one) => !isPart(one.key)).map((one) => one.value)
  const parts = people.flatMap((one) => [one.given, one.surname, one.latinGiven, one.latinSurname])
  const partsBefore = former.filter((one) => isPart(one.key)).map((one) => one.value)
  return knownBy([display_name, login, email, ...numbers, ...whole, ...before], [...parts, ...partsBefore, ...files])
}

/** Free texts of and about the person lose the names; so does what others were told. */
async function scrubTexts(tx: Tx, person: string, known: Known, pseudonym: string): Promise<void> {
  for (const table of queries.scrubbedTables) {
    for (const { key, near, texts } of await queries.listTexts(tx, table, person, known.strong)) {
      const scrubbed = Object.fromEntries(
        Object.entries(texts).map(([column, text]) => [column, text && scrubText(text, known, pseudonym, near)]),
      )
      if (JSON.stringify(scrubbed) !== JSON.stringify(texts)) await queries.setTexts(tx, table, key, scrubbed)
    }
  }
  for (const { id, data, near } of await queries.listTold(tx, person, known.strong)) {
    await queries.setTold(tx, id, scrubValue(data, known, pseudonym, near))
  }
}

/** What an event says once the person is out of it: nothing, where it was about the person or the person's work alone. */
function rewritten(row: queries.RecordedRow, known: Known, pseudonym: string): queries.RecordedRow {
  const { own, nearness } = row
  const actor_name = own ? pseudonym : scrubText(row.actor_name, known, pseudonym, false)
  // what erasures noted, of others as well, is needed to prove the record
  if (row.name === personErased.name) return { ...row, actor_name }
  if (nearness === 'about' || nearness === 'alone') {
    return { ...row, actor_name, data: {}, before: null, after: null, reason: null }
  }
  const near = own || nearness === 'team'
  const { data, before, after, reason } = scrubValue(
    { data: row.data, before: row.before, after: row.after, reason: row.reason },
    known,
    pseudonym,
    near,
  )
  return { ...row, actor_name, data, before, after, reason }
}

/** Takes the person out of the record; returns how many events changed. */
async function scrubRecord(tx: Tx, person: string, erasure: number, known: Known, pseudonym: string): Promise<number> {
  let [last, count] = [0, 0]
  for (;;) {
    const rows = await queries.listRecorded(tx, person, known.strong, last, batch)
    const changed = rows.flatMap((row) => {
      const next = rewritten(row, known, pseudonym)
      return JSON.stringify(next) === JSON.stringify(row) ? [] : [next]
    })
    if (changed.length > 0) await queries.rewriteRecorded(tx, erasure, changed)
    count += changed.length
    last = rows.at(-1)?.id ?? last
    if (rows.length < batch) return count
  }
}

async function demandErasable(tx: Tx, person: string, confirmation: string | null): Promise<void> {
  const standing = found(await findStanding(tx, person))
  if (standing.erased) throw new Refusal('erasure.done')
  if (confirmation === null) return
  if (standing.lastAdmin) throw new Refusal('account.lastAdmin')
  if (standing.projects.length > 0) {
    throw new Refusal('erasure.inProject', { data: { projects: standing.projects.join(', ') } })
  }
  if (confirmation.trim() !== standing.displayName) throw new Refusal('erasure.confirmation')
}

async function eraseIn(tx: Tx, ctx: Ctx, person: string, reason: string): Promise<string[]> {
  const identity = found(await queries.findIdentity(tx, person))
  const pseudonym = `(erased ${randomBytes(4).toString('hex')})`
  const known = wordsOf(identity)
  await queries.openPast(tx)
  const hashes = await queries.deleteWork(tx, person)
  await queries.renameFiles(tx, person)
  await queries.deleteRows(tx, person)
  await scrubTexts(tx, person, known, pseudonym)
  await queries.deleteCopies(tx, person, known.strong)
  const erasure = await queries.insertErasure(tx, person, pseudonym, ctx.now())
  const events = await scrubRecord(tx, person, erasure, known, pseudonym)
  await queries.renamePerson(tx, person, pseudonym)
  const digest = await queries.digestOf(tx, erasure)
  const data = { erasure: String(erasure), events, files: hashes.length, digest }
  const subject = { type: 'account', id: person, reason: scrubText(reason, known, pseudonym, true) }
  await ctx.record(tx, ctx, personErased, subject, data)
  return hashes
}

/**
 * Erases a person: rows go, names become a pseudonym, texts and the record lose them, files nobody else worked on go. `confirmation`
 * is the name as it stands, or null when the list of erasures asks for it once more.
 * @throws erasure.done, erasure.inProject, erasure.confirmation, account.lastAdmin, resource.notFound
 */
export async function erasePerson(
  ctx: Ctx,
  person: string,
  { confirmation, reason }: { confirmation: string | null; reason: string },
): Promise<{ ok: true }> {
  const hashes = await ctx.db.transaction().execute(async (tx) => {
    await queries.lockPerson(tx, person)
    await demandErasable(tx, person, confirmation)
    return await eraseIn(tx, ctx, person, reason)
  })
  await noteErasures(ctx)
  await removeUnnamed(ctx, hashes)
  return { ok: true }
}
