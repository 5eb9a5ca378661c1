import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMajor, deleteMajor, listMajors } from '../../../../contract/academics.ts'
import { createAccessToken, listAccessTokens } from '../../../../contract/accounts/tokens.ts'
import { reviewImport } from '../../../../contract/imports.ts'
import { listSubmissions, submitDocument } from '../../../../contract/submissions.ts'
import { addProject, approve, buildFaculty, type Faculty, good, pdf } from '../../../../tests/faculty.ts'
import { type Client, multipart, startApp, type TestApp } from '../../../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let admin: Client

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  admin = faculty.admin
})
afterAll(() => app.close())

const under = (key: string) => ({ headers: { 'idempotency-key': key } })
const major = (name: string) => ({ body: { name, abbreviation: name } })
const countMajors = async (q: string) => good(await admin.call(listMajors, { query: { q } })).total

describe('a request with an Idempotency-Key', () => {
  it('is done once, however often it comes at once, and answered alike', async () => {
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => admin.call(createMajor, { ...major('Once'), ...under(key) })),
    )
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((one) => one.raw.toString())).size).toBe(1)
    expect(answers.filter((one) => one.headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    expect(await countMajors('Once')).toBe(1)
  })

  it('is refused under a key that was used for something else, and not by the key of another', async () => {
    const key = randomUUID()
    good(await admin.call(createMajor, { ...major('Mine'), ...under(key) }))
    const other = await admin.call(createMajor, { ...major('Other'), ...under(key) })
    expect([other.status, other.problem.code]).toEqual([422, 'request.keyReused'])
    await app.account('second-admin', 'admin')
    const second = await app.as('second-admin')
    good(await second.call(createMajor, { ...major('Other'), ...under(key) }))
    for (const bad of ['a b', 'x'.repeat(201)]) {
      expect((await admin.call(createMajor, { ...major('Bad'), ...under(bad) })).status).toBe(400)
    }
  })

  it('leaves the key free when it is refused', async () => {
    const key = randomUUID()
    const refused = await admin.call(createMajor, { ...major('Once'), ...under(key) })
    expect([refused.status, refused.problem.code]).toEqual([409, 'major.nameTaken'])
    good(await admin.call(createMajor, { ...major('Free'), ...under(key) }))
  })

  it('that deletes is answered again with nothing', async () => {
    const made = good(await admin.call(createMajor, major('Short')))
    const options = { params: { majorId: made.id }, ...under(randomUUID()) }
    expect((await admin.call(deleteMajor, options)).status).toBe(204)
    expect((await admin.call(deleteMajor, options)).status).toBe(204)
  })

  it('keeps no secret: a repetition is told that it was done', async () => {
    const options = { body: { name: 'program', expiresOn: '2099-01-01' }, ...under(randomUUID()) }
    const { secret } = good(await admin.call(createAccessToken, options))
    const again = await admin.call(createAccessToken, options)
    expect([again.status, again.problem.code]).toEqual([409, 'request.alreadyDone'])
    expect(good(await admin.call(listAccessTokens)).items).toHaveLength(1)
    const rows = await app.platform.db.selectFrom('idempotency_keys').select('answer').execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('with a file is handed in once', async () => {
    const pending = await addProject(faculty)
    const project = await approve(faculty, pending.project)
    const student = await app.as(pending.student.code)
    const options = {
      params: { projectId: project.id, kind: 'pre_defense' as const },
      body: {},
      file: { name: 'thesis.pdf', content: pdf },
      ...under(randomUUID()),
    }
    const twice = await Promise.all([1, 2].map(() => student.call(submitDocument, options)))
    expect(twice.map((one) => one.status)).toEqual([201, 201])
    expect((await student.call(submitDocument, options)).status).toBe(201)
    expect(good(await student.call(listSubmissions, { params: { projectId: project.id } })).items).toHaveLength(1)
  })

  it('with another file of the same name and size is refused, and not answered with what the first one was', async () => {
    const sheet = (n: number) => ({
      params: { kind: 'majors' as const },
      body: {},
      file: { name: 'majors.csv', content: `Name,Abbreviation\nMajor ${n},M${n}` },
    })
    const key = under(randomUUID())
    const first = good(await admin.call(reviewImport, { ...sheet(1), ...key }))
    expect(good(await admin.call(reviewImport, { ...sheet(1), ...key })).id).toBe(first.id)
    const other = await admin.call(reviewImport, { ...sheet(2), ...key })
    expect([other.status, other.problem.code]).toEqual([422, 'request.keyReused'])
  })

  it('that is refused leaves nothing of its file on the connection', async () => {
    const { port } = new URL(await app.server.listen({ port: 0, host: '127.0.0.1' }))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const { payload, type } = multipart({}, { name: 'thesis.pdf', content: Buffer.alloc(300_000, 'x') })
    const sent = (method: string, path: string, headers: object, body?: Buffer) =>
      new Promise<number>((resolve, reject) => {
        const cookie = admin.cookie ?? ''
        const options = {
          agent,
          port,
          method,
          path,
          headers: { host: 'localhost', cookie, ...headers },
          timeout: 3_000,
        }
        const req = request(options, (res) => res.resume().on('end', () => resolve(res.statusCode ?? 0)))
        req.on('timeout', () => req.destroy(new Error('no answer')))
        req.on('error', reject)
        req.end(body)
      })
    const headers = { 'content-type': type, 'idempotency-key': 'not a key' }
    expect(await sent('POST', '/api/v1/imports/majors', headers, payload)).toBe(400)
    expect(await sent('GET', '/api/v1/majors', {})).toBe(200)
    agent.destroy()
  })
})
