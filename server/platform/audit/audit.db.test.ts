import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../../tests/harness.ts'
import { headsFile, noteHead, readHeads } from './heads.ts'
import { verifyRecord } from './verify.ts'

let app: TestApp
const count = 60

beforeAll(async () => {
  app = await startApp()
  for (let i = 0; i < count; i += 1) await app.account(`person-${i}`, 'student')
})
afterAll(() => app.close())

const run = (text: string) => app.platform.db.transaction().execute((tx) => sql.raw(text).execute(tx))
const verify = async () =>
  (await verifyRecord(app.platform.db, await readHeads(headsFile(app.platform.config.dataDir)))).findings
/** As somebody who owns the tables: without triggers and foreign keys. */
const tamper = (text: string) =>
  run(`alter table events disable trigger all; alter table event_seals disable trigger all;
    ${text};
    alter table events enable trigger all; alter table event_seals enable trigger all`)

/** Whatever a test breaks is put back from here. */
beforeEach(async () => {
  await run(`create table if not exists kept_events as select * from events;
    create table if not exists kept_seals as select * from event_seals`)
  await tamper(`delete from event_seals; delete from events;
    insert into events overriding system value select * from kept_events;
    insert into event_seals select * from kept_seals`)
  await noteHead(app.platform)
})

/** The chain from a place on, as somebody would compute it who knows how. */
const rewriteFrom = (place: number) => `do $do$ declare last bytea; r record; begin
  select hash into last from event_seals where sequence = ${place} - 1;
  for r in select s.sequence, e from event_seals s join events e on e.id = s.event_id where s.sequence >= ${place}
    order by s.sequence loop
    last := sha256(last || convert_to(event_text(r.e), 'UTF8'));
    update event_seals set hash = last where sequence = r.sequence;
  end loop; end $do$`
const idAt = (place: number) => `(select event_id from event_seals where sequence = ${place})`
const swapped = (column: string) => `update events e set ${column} = o.${column} from events o
  where (e.id, o.id) in ((${idAt(20)}, ${idAt(21)}), (${idAt(21)}, ${idAt(20)}))`
const slipIn = `insert into events (name, actor_name, subject_type, subject_id, audience)
  values ('result.published', 'nobody', 'account', gen_random_uuid(), 'staff')`

describe('the record', () => {
  it('is whole, and counts every event', async () => {
    const { events, findings, head } = await verifyRecord(app.platform.db, [])
    expect([events, findings, head?.sequence]).toEqual([count, [], count])
  })

  it('refuses to be changed', async () => {
    for (const text of [
      "update events set reason = 'x'",
      'delete from events',
      'truncate events cascade',
      'update event_seals set sequence = 9',
      'delete from event_seals',
      'truncate event_seals cascade',
    ]) {
      await expect(run(text)).rejects.toThrow('can only grow')
    }
  })

  it.each([
    [
      'an edited value',
      `update events set data = '{"roles":["admin"]}' where id = ${idAt(10)}`,
      /^Event \d+ is not what was sealed/,
    ],
    ['another actor', `update events set actor_name = 'Somebody' where id = ${idAt(10)}`, /not what was sealed/],
    [
      'another moment',
      `update events set at = at - interval '1 microsecond' where id = ${idAt(10)}`,
      /not what was sealed/,
    ],
    [
      'another value before',
      `update events set before = '{"status":"active"}' where id = ${idAt(12)}`,
      /not what was sealed/,
    ],
    [
      'another value after',
      `update events set after = after || '{"login":"x"}' where id = ${idAt(12)}`,
      /not what was sealed/,
    ],
    ['another reason', `update events set reason = 'because' where id = ${idAt(12)}`, /not what was sealed/],
    [
      'another project',
      `update events set project_id = gen_random_uuid() where id = ${idAt(12)}`,
      /not what was sealed/,
    ],
    ['other readers', `update events set audience = 'members' where id = ${idAt(12)}`, /not what was sealed/],
    ['another salt', `update events set salt = gen_random_uuid() where id = ${idAt(12)}`, /not what was sealed/],
    ['two exchanged subjects', swapped('subject_id'), /not what was sealed/],
    ['a removed event', `delete from events where id = ${idAt(30)}`, /was removed/],
    [
      'an event removed with its seal',
      `with gone as (delete from event_seals where sequence = 30 returning event_id)
      delete from events where id = (select event_id from gone)`,
      /Seals 30 to 30 are missing/,
    ],
    [
      'a closed gap',
      `delete from event_seals where sequence = 30;
      update event_seals set sequence = -sequence where sequence > 30;
      update event_seals set sequence = -sequence - 1 where sequence < 0`,
      /not what was sealed|no seal/,
    ],
    [
      'an event replaced by another of its number',
      `create temporary table one as select * from events where id = ${idAt(15)};
      update one set name = 'account.changed', data = '{}', after = null;
      delete from events where id = ${idAt(15)};
      insert into events overriding system value select * from one; drop table one`,
      /^Event \d+ is not what was sealed/,
    ],
    [
      'an event hung in between, with all after it sealed anew',
      `${slipIn}; update event_seals set sequence = -sequence where sequence > 30;
      update event_seals set sequence = -sequence + 1 where sequence < 0;
      insert into event_seals select 31, max(id), sha256('x') from events; ${rewriteFrom(31)}`,
      /written anew/,
    ],
    ['an emptied record', 'delete from event_seals; delete from events', /its end is missing/],
    ['an event slipped in', slipIn, /slipped in/],
    [
      'another order',
      `update event_seals set sequence = 1000 where sequence = 5;
      update event_seals set sequence = 5 where sequence = 6; update event_seals set sequence = 6 where sequence = 1000`,
      /not what/,
    ],
    [
      'a cut end',
      `delete from event_seals where sequence > 40;
      delete from events where id not in (select event_id from event_seals)`,
      /its end is missing/,
    ],
    [
      'a history written anew',
      `update events set reason = 'new' where id = ${idAt(25)}; ${rewriteFrom(25)}`,
      /written anew/,
    ],
    ['an exchanged seal', `update event_seals set hash = sha256('x') where sequence = 50`, /not what was sealed/],
  ])('betrays %s', async (_, text, finding) => {
    // the check on sequence numbers is part of the tables, not of the proof
    await run('alter table event_seals drop constraint if exists event_seals_sequence_check')
    expect(await verify()).toEqual([])
    await tamper(text)
    expect((await verify()).join('\n')).toMatch(finding)
  })

  it('betrays a reason that the function of the database which seals was made blind for', async () => {
    await run(`alter function event_text(events) rename to kept_text;
      create function event_text(e events) returns text language sql stable as
        $$ select kept_text(jsonb_populate_record(e, '{"reason":null}')) $$`)
    try {
      expect(await verify()).toEqual([])
      await tamper(`update events set reason = 'unseen' where id = ${idAt(12)}; ${rewriteFrom(12)}`)
      expect((await verify()).join('\n')).toMatch(/^Event \d+ is not what was sealed\.$/)
    } finally {
      await run('drop function event_text(events); alter function kept_text(events) rename to event_text')
    }
  })

  it('betrays every single one of 200 random edits', async () => {
    const columns = ['name', 'actor_name', 'request_id', 'subject_type', 'reason']
    for (let i = 0; i < 200; i += 1) {
      const place = 1 + ((i * 37) % count)
      const column = columns[i % columns.length] as string
      const value = column === 'name' ? "'a.b'" : `'x${i}'`
      await tamper(`create table old as select ${column} as v from events where id = ${idAt(place)};
        update events set ${column} = ${value} where id = ${idAt(place)}`)
      expect(await verify()).toHaveLength(1)
      await tamper(`update events set ${column} = (select v from old) where id = ${idAt(place)}; drop table old`)
    }
    expect(await verify()).toEqual([])
  }, 60_000)
})

describe('the noted heads', () => {
  it('are one line for each new head, and nothing else is read', async () => {
    const path = headsFile(app.platform.config.dataDir)
    const before = readFileSync(path, 'utf8')
    await noteHead(app.platform)
    expect(readFileSync(path, 'utf8')).toBe(before)
    const folder = mkdtempSync(join(tmpdir(), 'bm23-heads-'))
    writeFileSync(join(folder, 'bad'), 'nonsense\n')
    await expect(readHeads(join(folder, 'bad'))).rejects.toThrow('no head of the record')
    expect(await readHeads(join(folder, 'none'))).toEqual([])
    rmSync(folder, { recursive: true })
  })
})
