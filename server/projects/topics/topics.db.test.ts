import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkTopic, type Project, registerProject, updateProject } from '../../../contract/projects.ts'
import { addStudent, buildFaculty, type Faculty, good } from '../../../tests/faculty.ts'
import { startApp, type TestApp } from '../../../tests/harness.ts'
import { fillTopicWords } from '../registration.ts'

let app: TestApp
let faculty: Faculty
let project: Project

const first = {
  topicLo: 'ຜົນກະທົບຂອງຄຸນນະພາບການບໍລິການຕໍ່ຄວາມຈົງຮັກພັກດີຂອງຮ້ານກາເຟ',
  topicEn: 'The effect of service quality on customer loyalty of coffee shops',
}

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  const student = await addStudent(faculty)
  const advisorId = faculty.advisors[0]?.[0]?.id ?? ''
  const body = { ...first, memberIds: [student.id], advisorId, draft: true }
  const draft = good(await faculty.admin.call(registerProject, { body }))
  await sql`update projects set status = 'pending' where id = ${draft.id}`.execute(app.platform.db)
  project = draft
})
afterAll(() => app.close())

async function wordsOf(): Promise<string[] | null> {
  const { rows } = await sql<{ words: string[] | null }>`
    select words from topic_words where project_id = ${project.id}`.execute(app.platform.db)
  return rows[0]?.words ?? null
}

const found = async (topicEn: string, topicLo = 'ໂຄງການ') =>
  good(await faculty.admin.call(checkTopic, { body: { topicLo, topicEn } })).items.map((one) => one.code)

describe('the words of a topic', () => {
  test('are written with it, without the formula of titles, and find it', async () => {
    const words = await wordsOf()
    expect(words).toEqual(expect.arrayContaining(['servi', 'quali', 'custo', 'loyal', 'coffe', 'shops']))
    expect(words).not.toEqual(expect.arrayContaining(['effec']))
    expect(await found('Loyality of customers and the quality of services in coffee shops')).toEqual([project.code])
    expect(await found('Solar power for rural schools')).toEqual([])
    expect(await found('Ways of the wind', `ການສຶກສາ${first.topicLo}`)).toEqual([project.code])
  })

  test('are written anew with a changed topic', async () => {
    const params = { projectId: project.id }
    await sql`update projects set status = 'draft' where id = ${project.id}`.execute(app.platform.db)
    const body = { topicEn: 'Inventory management of small retailers in Pakse' }
    good(await faculty.admin.call(updateProject, { params, ifMatch: project.version, body }))
    await sql`update projects set status = 'pending' where id = ${project.id}`.execute(app.platform.db)
    expect(await wordsOf()).toEqual(expect.arrayContaining(['inven', 'retai']))
    expect(await found('Customer loyalty of coffee shops')).toEqual([])
    expect(await found('Managing the inventory of small retailers in Pakse')).toEqual([project.code])
  })

  test('of a release that wrote none are filled in, and the topic is found meanwhile', async () => {
    const key = 'queue management at the district hospital'
    await sql`update projects set topic_en = ${key}, topic_en_key = ${key} where id = ${project.id}`.execute(
      app.platform.db,
    )
    expect(await wordsOf()).toBeNull()
    expect(await found('Queue management at district hospitals')).toEqual([project.code])
    expect(await fillTopicWords(app.platform.db)).toBe(1)
    expect(await wordsOf()).toEqual(expect.arrayContaining(['queue', 'hospi']))
    expect(await fillTopicWords(app.platform.db)).toBe(0)
    expect(await found('Queue management at district hospitals')).toEqual([project.code])
  })
})
