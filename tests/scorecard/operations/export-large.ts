import { listMilestones } from '../../../contract/milestones.ts'
import { exportOwnData } from '../../../contract/privacy.ts'
import { reviewSubmission } from '../../../contract/submissions.ts'
import { addProject, approve, type Faculty, good } from '../../faculty.ts'
import { type TestApp, urlOf } from '../../harness.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { chapter } from '../reliability/campus.ts'

const megabyte = 1_000_000

/** Somebody who has handed in so many versions of one chapter, each as large as may be; how to ask as this person. */
async function writeMuch(app: TestApp, faculty: Faculty, versions: number) {
  const { project, student } = await addProject(faculty, 1, 3)
  await approve(faculty, project)
  const client = await app.as(student.code)
  const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
  const url = `/api/v1/milestones/${items[0]?.id}/submissions`
  const hashes: string[] = []
  for (let version = 0; version < versions; version += 1) {
    const { sha256, body, headers } = chapter(20 * megabyte)
    const given = { ...headers, host: 'localhost', cookie: client.cookie ?? '' }
    const made = await app.server.inject({ method: 'POST', url, headers: given, payload: body })
    if (made.statusCode !== 201) throw new Error(`version ${version}: ${made.statusCode} ${made.body.slice(0, 200)}`)
    hashes.push(sha256)
    const decision = { decision: 'revision', feedback: 'again' } as const
    good(await faculty.admin.call(reviewSubmission, { params: { submissionId: made.json().id }, body: decision }))
  }
  return { cookie: client.cookie ?? '', hashes }
}

/** A person with a gigabyte of files takes all of it along: in time, whole, and without holding it in memory. */
export async function measureLargeExport(context: Context, app: TestApp, faculty: Faculty): Promise<Figure[]> {
  const versions = context.count({ canary: 1, ci: 3, release: 52 })
  const { cookie, hashes } = await writeMuch(app, faculty, versions)
  const address = await app.server.listen({ port: 0, host: '127.0.0.1' })
  const before = process.memoryUsage().rss
  let most = before
  let bytes = 0
  const begin = performance.now()
  const answer = await fetch(address + urlOf(exportOwnData), { method: 'POST', headers: { cookie } })
  const tail: Uint8Array[] = []
  const reader = answer.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    const chunk = part.value
    bytes += chunk.length
    most = Math.max(most, process.memoryUsage().rss)
    // the names of its files stand at the end of an archive
    tail.push(chunk)
    if (tail.length > 20) tail.shift()
  }
  const seconds = (performance.now() - begin) / 1_000
  const named = Buffer.concat(tail).toString('latin1').split('PK\x01\x02').length - 1
  return [
    none('a large export is refused', answer.status === 200 ? [] : [String(answer.status)]),
    atLeast('megabytes of one person, taken along', Math.floor(bytes / megabyte), versions * 20),
    atLeast('files in that archive', named, hashes.length + 2),
    atMost('seconds of it', Math.round(seconds), 60),
    atMost('megabytes of memory it took', Math.max(0, Math.round((most - before) / megabyte)), 200),
  ]
}
