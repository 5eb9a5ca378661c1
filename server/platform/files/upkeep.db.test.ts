import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSession } from '../../../contract/accounts.ts'
import { listMilestones, type Milestone } from '../../../contract/milestones.ts'
import { addProject, approve, buildFaculty, good, pdf } from '../../../tests/faculty.ts'
import { startApp, type TestApp } from '../../../tests/harness.ts'
import { startBucket, type TestBucket } from '../../../tests/serving/bucket.ts'
import { makeSubmission } from '../../submissions/factory.ts'
import { reviewSubmission } from '../../submissions/submissions.ts'
import type { Ctx } from '../ctx.ts'
import type { ContentStore } from './content.ts'
import { checkContent, demandWhole, sweepContent } from './upkeep.ts'

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const later = () => new Date(Date.now() + 8 * 86_400_000)

describe.each([['a folder'], ['a bucket']])('files in %s', (kind) => {
  let bucket: TestBucket | null
  let app: TestApp
  let accountId: string
  let milestones: Milestone[]
  let reviewer: Ctx
  let content: ContentStore
  let place: { db: TestApp['platform']['db']; files: TestApp['platform']['files'] }

  beforeAll(async () => {
    bucket = kind === 'a bucket' ? await startBucket() : null
    app = await startApp(bucket?.env ?? {})
    const faculty = await buildFaculty(app)
    const { project: pending, student } = await addProject(faculty)
    const project = await approve(faculty, pending)
    const member = await app.as(student.code)
    accountId = good(await member.call(readSession)).account.id
    milestones = good(await member.call(listMilestones, { params: { projectId: project.id } })).items
    // the reviewer of these tests is an account, since decisions name one
    reviewer = { ...app.ctx, actor: { ...app.ctx.actor, accountId: faculty.dean } }
    place = app.platform
    content = app.platform.files.content
  })
  afterAll(async () => {
    await app?.close()
    await bucket?.close()
  })

  const root = () => bucket?.folder ?? join(app.platform.config.dataDir, 'files')
  const keep = async (bytes: Buffer) => {
    const path = join(app.platform.config.dataDir, 'files', 'tmp', `${process.pid}`)
    writeFileSync(path, bytes)
    await content.keep(path, hashOf(bytes), bytes.length)
    return hashOf(bytes)
  }
  const isThere = async (sha256: string) =>
    await content.find(sha256).then(
      () => true,
      () => false,
    )
  /** Handed in for one of the milestones, and sent back, so that more may follow. */
  const handedIn = async (bytes: Buffer, ctx = app.ctx, n = 0) => {
    const target = { milestoneId: milestones[n]?.id ?? '' }
    const made = await makeSubmission(ctx, { accountId, for: target, content: bytes })
    await reviewSubmission(reviewer, made.id, { decision: 'revision', feedback: 'Once more' })
    return made
  }
  /** The file of an object, as the disk or the server of the bucket keeps it. */
  const pathOf = (sha256: string) => {
    const folder = join(root(), sha256.slice(0, 2))
    return join(folder, readdirSync(folder).find((name) => name.includes(sha256) && !/md5|json/.test(name)) ?? '')
  }

  it('are swept when no row came for a week, and never what a row names', async () => {
    const orphan = await keep(randomBytes(100))
    const { file } = await handedIn(Buffer.concat([pdf, randomBytes(10)]))
    expect(await sweepContent({ ...place, now: new Date() })).toEqual({ removed: 0, left: 0 })
    expect(await isThere(orphan)).toBe(true)
    expect(await sweepContent({ ...place, now: later() })).toEqual({ removed: 1, left: 0 })
    expect([await isThere(orphan), await isThere(file.sha256)]).toEqual([false, true])
  })

  it('are left when they were kept again after somebody looked', async () => {
    const orphan = await keep(randomBytes(100))
    async function* asItWas() {
      for await (const one of content.list()) yield { ...one, storedAt: new Date(one.storedAt.getTime() - 60_000) }
    }
    const before = { ...app.platform.files, content: { ...content, list: asItWas } }
    expect(await sweepContent({ ...place, files: before, now: later() })).toEqual({ removed: 0, left: 0 })
    expect(await isThere(orphan)).toBe(true)
    await content.remove(orphan)
  })

  it('that are swept between store and row are not acknowledged', async () => {
    const bytes = Buffer.concat([pdf, randomBytes(10)])
    const { files } = app.ctx
    const receive: typeof files.receive = async (...given) => {
      const received = await files.receive(...given)
      const sweptAfter = async () => {
        await received.keep()
        await sweepContent({ ...place, now: later() })
      }
      return { ...received, keep: sweptAfter }
    }
    const failed = handedIn(bytes, { ...app.ctx, files: { ...files, receive } })
    await expect(failed).rejects.toMatchObject({ code: 'server.busy' })
    expect((await handedIn(bytes)).file.sha256).toBe(hashOf(bytes))
    expect(await isThere(hashOf(bytes))).toBe(true)
  })

  it('survive a sweeper that never rests, each that was acknowledged', async () => {
    let going = true
    const sweeping = (async () => {
      while (going) {
        await sweepContent({ ...place, now: later() })
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    const outcomes: PromiseSettledResult<{ file: { sha256: string } }>[] = []
    for (let round = 0; round < 10; round += 1) {
      const fresh = [0, 1, 2].map((n) => handedIn(Buffer.concat([pdf, randomBytes(10)]), app.ctx, n))
      outcomes.push(...(await Promise.allSettled(fresh)))
    }
    going = false
    await sweeping
    const taken = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.file.sha256] : []))
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    for (const sha256 of taken) expect(await isThere(sha256)).toBe(true)
    expect(new Set(refused).size).toBeLessThanOrEqual(1)
    expect(refused[0] ?? 'server.busy').toBe('server.busy')
    expect(taken.length).toBeGreaterThan(0)
  })

  it('are not swept when so many have no row that the database may be another one', async () => {
    const many = await Promise.all(Array.from({ length: 25 }, (_, n) => keepApart(n)))
    expect(await sweepContent({ ...place, now: later() })).toEqual({ removed: 0, left: 25 })
    await expect(checkContent({ ...place, now: later() }, true)).rejects.toThrow('named by no row')
    for (const sha256 of many) {
      expect(await isThere(sha256)).toBe(true)
      await content.remove(sha256)
    }
  })
  const keepApart = async (n: number) => {
    const bytes = randomBytes(50)
    const path = join(app.platform.config.dataDir, 'files', 'tmp', `many-${n}`)
    writeFileSync(path, bytes)
    await content.keep(path, hashOf(bytes), bytes.length)
    return hashOf(bytes)
  }

  it('are checked: what nothing names, what is missing and what was altered; the repair moves and deletes nothing', async () => {
    expect((await demandWhole({ ...place, now: later() })).checked).toBeGreaterThan(0)
    const orphan = await keep(randomBytes(100))
    const altered = (await handedIn(Buffer.concat([pdf, randomBytes(10)]))).file.sha256
    const missing = (await handedIn(Buffer.concat([pdf, randomBytes(10)]))).file.sha256
    appendFileSync(pathOf(altered), 'x')
    await content.remove(missing)
    const expected = (setAside: boolean) =>
      [
        { kind: 'orphan', sha256: orphan, setAside },
        { kind: 'altered', sha256: altered, setAside },
        { kind: 'missing', sha256: missing, setAside: false },
      ].toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
    const young = await checkContent({ ...place, now: new Date() }, false)
    expect([young.young, young.findings]).toEqual([1, expected(false).filter((one) => one.kind !== 'orphan')])
    expect((await checkContent({ ...place, now: later() }, false)).findings).toEqual(expected(false))
    expect((await checkContent({ ...place, now: later() }, true)).findings).toEqual(expected(true))
    const aside = readdirSync(join(root(), 'aside')).join()
    for (const sha256 of [orphan, altered])
      expect([aside.includes(sha256), await isThere(sha256)]).toEqual([true, false])
    const after = await checkContent({ ...place, now: later() }, true)
    expect(after.findings.map((one) => one.kind)).toEqual(['missing', 'missing'])
    expect(existsSync(join(root(), 'aside'))).toBe(true)
    await expect(demandWhole({ ...place, now: later() })).rejects.toThrow('2 stored files')
  })
})
