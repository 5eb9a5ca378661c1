import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createRoom,
  deleteRoom,
  listRooms,
  readDefenseSettings,
  updateDefenseSettings,
  updateRoom,
} from '../../contract/defenses.ts'
import {
  buildFaculty,
  type Defenses,
  type Faculty,
  good,
  openDefenses,
  prepareDefense,
  schedule,
} from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let defenses: Defenses
let student: Client
const nowhere = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  defenses = await openDefenses(faculty)
  const prepared = await prepareDefense(app, faculty)
  student = prepared.client
  good(await schedule(faculty, defenses, prepared.project.id))
})
afterAll(() => app.close())

const newRoom = async (name: string, majorIds: string[] = []) =>
  good(await faculty.admin.call(createRoom, { body: { name, majorIds } }))

describe('GET /rooms', () => {
  test('lists rooms with their majors, sorted and searched', async () => {
    const major = faculty.majors[0]!
    await newRoom('B 202', [major.id])
    const page = good(await faculty.admin.call(listRooms, { query: { sort: '-name' } }))
    expect(page.items.map((room) => room.name).slice(0, 2)).toEqual(['B 202', 'A 101'])
    expect(page.items[0]?.majors).toEqual([{ id: major.id, name: major.name, abbreviation: major.abbreviation }])
    const some = good(await faculty.admin.call(listRooms, { query: { q: 'b 2' } }))
    expect([some.total, some.items[0]?.name]).toEqual([1, 'B 202'])
  })

  test('is not for students, nor for strangers', async () => {
    expect((await student.call(listRooms)).status).toBe(403)
    expect((await app.call(listRooms)).status).toBe(401)
  })

  test('refuses an unknown column', async () => {
    const answer = await faculty.admin.call(listRooms, { query: { sort: 'version' as 'name' } })
    expect([answer.status, answer.problem.code]).toEqual([400, 'input.invalid'])
  })
})

describe('POST /rooms', () => {
  test('adds a room, once by name', async () => {
    const room = await newRoom('C 1')
    expect(room).toMatchObject({ name: 'C 1', capacity: null, majors: [], version: 1, yearId: faculty.year.id })
    const again = await faculty.admin.call(createRoom, { body: { name: 'c 1' } })
    expect([again.status, again.problem.code]).toEqual([409, 'room.nameTaken'])
  })

  test('refuses a major that is not of the year, an empty name, and those who may not', async () => {
    const unknown = await faculty.admin.call(createRoom, { body: { name: 'C 2', majorIds: [nowhere] } })
    expect([unknown.status, unknown.problem.code]).toEqual([400, 'input.invalid'])
    expect((await faculty.admin.call(createRoom, { body: { name: ' ' } })).status).toBe(400)
    const office = await app.as('bm.office')
    expect((await office.call(createRoom, { body: { name: 'C 3' } })).status).toBe(403)
    expect((await app.call(createRoom, { body: { name: 'C 3' } })).status).toBe(401)
  })
})

describe('PUT /rooms/:roomId', () => {
  test('changes a room at the version that was read', async () => {
    const room = await newRoom('D 1')
    const params = { roomId: room.id }
    const body = { name: 'D 2', capacity: 12, majorIds: [faculty.majors[1]!.id] }
    const changed = good(await faculty.admin.call(updateRoom, { params, ifMatch: 1, body }))
    expect(changed).toMatchObject({ name: 'D 2', capacity: 12, version: 2 })
    const stale = await faculty.admin.call(updateRoom, { params, ifMatch: 1, body })
    expect([stale.status, stale.problem.code]).toEqual([412, 'version.stale'])
    expect(stale.problem.current).toMatchObject({ name: 'D 2', version: 2 })
    expect((await faculty.admin.call(updateRoom, { params, body })).status).toBe(428)
  })

  test('refuses majors that a planned defense breaks, and unknown rooms', async () => {
    const { id, version } = defenses.room
    const body = { name: 'A 101', majorIds: [faculty.majors[1]!.id] }
    const broken = await faculty.admin.call(updateRoom, { params: { roomId: id }, ifMatch: version, body })
    expect([broken.status, broken.problem.code]).toEqual([422, 'defense.roomNotForMajor'])
    expect((await faculty.admin.call(updateRoom, { params: { roomId: nowhere }, ifMatch: 1, body })).status).toBe(404)
  })
})

describe('DELETE /rooms/:roomId', () => {
  test('deletes a room without defenses', async () => {
    const room = await newRoom('E 1')
    expect((await faculty.admin.call(deleteRoom, { params: { roomId: room.id } })).status).toBe(204)
    expect((await faculty.admin.call(deleteRoom, { params: { roomId: room.id } })).status).toBe(404)
  })

  test('names what uses it', async () => {
    const answer = await faculty.admin.call(deleteRoom, { params: { roomId: defenses.room.id } })
    expect([answer.status, answer.problem.code]).toEqual([409, 'room.inUse'])
    expect(answer.problem.data).toMatchObject({ defenses: 1 })
  })
})

describe('GET and PUT /defense-settings', () => {
  test('keep the slots whose times stay', async () => {
    const before = good(await faculty.admin.call(readDefenseSettings))
    const kept = before.slots[0]!
    const slots = [kept, { startsAt: '13:00', endsAt: '14:00' }].map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
    const body = { startsOn: '2027-05-03', endsOn: '2027-05-20', slots }
    const after = good(await faculty.admin.call(updateDefenseSettings, { ifMatch: before.version, body }))
    expect(after).toMatchObject({ endsOn: '2027-05-20', timezone: 'Asia/Vientiane', version: before.version + 1 })
    expect(after.slots.map((slot) => slot.startsAt)).toEqual(['09:00', '13:00'])
    expect(after.slots[0]?.id).toBe(kept.id)
    const stale = await faculty.admin.call(updateDefenseSettings, { ifMatch: before.version, body })
    expect(stale.status).toBe(412)
  })

  test.each([
    ['slot.inUse', 409, [{ startsAt: '15:00', endsAt: '16:00' }], '2027-05-03'],
    [
      'slot.overlaps',
      409,
      [
        { startsAt: '09:00', endsAt: '10:00' },
        { startsAt: '09:30', endsAt: '10:30' },
      ],
      '2027-05-03',
    ],
    ['year.datesInverted', 422, [{ startsAt: '09:00', endsAt: '10:00' }], '2027-06-03'],
  ])('refuse %s', async (code, status, slots, startsOn) => {
    const { version } = good(await faculty.admin.call(readDefenseSettings))
    const body = { startsOn, endsOn: '2027-05-20', slots }
    const answer = await faculty.admin.call(updateDefenseSettings, { ifMatch: version, body })
    expect([answer.problem.code, answer.status]).toEqual([code, status])
  })

  test('are changed by admins only, and with a version', async () => {
    const body = { startsOn: '2027-05-03', endsOn: '2027-05-20', slots: [{ startsAt: '09:00', endsAt: '10:00' }] }
    const office = await app.as('bm.office')
    expect((await office.call(readDefenseSettings)).status).toBe(200)
    expect((await office.call(updateDefenseSettings, { ifMatch: 1, body })).status).toBe(403)
    expect((await faculty.admin.call(updateDefenseSettings, { body })).status).toBe(428)
  })
})
