import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signIn } from '../../../../contract/accounts.ts'
import { listMilestones } from '../../../../contract/milestones.ts'
import { listSubmissions, reviewSubmission, submitMilestone } from '../../../../contract/submissions.ts'
import { addProject, approve, buildFaculty, good } from '../../../faculty.ts'
import { type Client, type TestApp, urlOf } from '../../../harness.ts'
import { startClamd, withoutClamd } from '../../../serving/clamd.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../../line.ts'
import { goodPdf, hostile } from './files.ts'
import { badForms, breakOff, form, send, type Target } from './forms.ts'

interface Scene {
  readonly app: TestApp
  readonly target: Target
  readonly supervisor: Client
  readonly projectId: string
  readonly folder: string
}

async function setScene(context: Context): Promise<Scene> {
  if (withoutClamd) throw new Error(withoutClamd)
  const clamd = await startClamd()
  context.defer(() => clamd.close())
  const app = await context.app({ BM23_CLAMD_URL: clamd.url })
  const faculty = await buildFaculty(app)
  const { project: pending, student } = await addProject(faculty)
  const project = await approve(faculty, pending)
  const member = await app.as(student.code)
  const { items } = good(await member.call(listMilestones, { params: { projectId: project.id } }))
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  return {
    app,
    target: {
      port: (app.server.server.address() as AddressInfo).port,
      path: urlOf(submitMilestone, { milestoneId: items[0]?.id }),
      cookie: member.cookie ?? '',
    },
    supervisor: await app.as('bm.one'),
    projectId: project.id,
    folder: join(app.platform.config.dataDir, 'files'),
  }
}

/** Sends back what was taken in, so that the next version may come. */
async function sendBack({ supervisor }: Scene, text: string): Promise<void> {
  const body = { decision: 'revision', feedback: 'Once more' } as const
  good(await supervisor.call(reviewSubmission, { params: { submissionId: JSON.parse(text).id }, body }))
}

/** A name that a browser or a file system takes for something else than a name. */
const isBadName = (name: string) =>
  /[/\\<>:"|?*\p{Cc}\u202a-\u202e]/u.test(name) || /^\.|[. ]$/.test(name) || Array.from(name).length > 200

async function handInAll(scene: Scene): Promise<{ verdicts: string[]; names: string[] }> {
  const verdicts: string[] = []
  const names: string[] = []
  for (const { what, name, content, status } of hostile) {
    const answer = await send(scene.target, form(name, content))
    if (answer.status !== status) verdicts.push(`${what}: ${answer.status} and not ${status}`)
    if (answer.status !== 201) continue
    const shown = String(JSON.parse(answer.text).file.name)
    if (isBadName(shown)) names.push(shown)
    await sendBack(scene, answer.text)
  }
  return { verdicts, names }
}

async function sendBadForms(scene: Scene): Promise<string[]> {
  const odd: string[] = []
  for (const { what, body, type, harmless } of badForms(goodPdf)) {
    // whoever is refused in the middle of sending may see no more than a closed connection
    const closed = { status: 400, text: '' }
    const { status, text } = await send(scene.target, body, type ? { 'content-type': type } : {}).catch(() => closed)
    if (status === 201) await sendBack(scene, text)
    if (harmless ? status !== 201 : status < 400 || status >= 500) odd.push(`${what}: ${status}`)
  }
  return odd
}

/** Many hand in at one moment, and others go on working meanwhile. */
async function crowd({ app, target }: Scene, count: number) {
  const large = Buffer.concat([goodPdf, Buffer.alloc(1_000_000)])
  const waits: number[] = []
  let going = true
  const others = (async () => {
    while (going) {
      const start = performance.now()
      await app.server.inject({ url: '/api/v1/installation', headers: { host: 'localhost' } })
      waits.push(performance.now() - start)
      await pause(20)
    }
  })()
  const body = form('crowd.pdf', large)
  const answers = await Promise.all(Array.from({ length: count }, () => send(target, body)))
  going = false
  await others
  const sorted = waits.toSorted((a, b) => a - b)
  return { answers, p95: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0) }
}

/** Everything below the folder of the files that is not content under its own hash. */
function strangeIn(folder: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    if (path !== join(folder, sha256.slice(0, 2), sha256)) found.push(path.slice(folder.length))
  }
  return found
}

/** Hands in what nobody should, over a real connection, and looks at what is left. */
export async function measureUploads(context: Context): Promise<Figure[]> {
  const scene = await setScene(context)
  const { app, target } = scene
  const { verdicts, names } = await handInAll(scene)
  const forms = await sendBadForms(scene)
  const broken = form('broken.pdf', Buffer.concat([goodPdf, Buffer.alloc(3_000_000)]))
  for (const share of [0, 0.5, 0.999]) await breakOff(target, broken, share)
  const { answers, p95 } = await crowd(scene, context.count({ canary: 10, ci: 40, release: 200 }))
  await pause(500)
  const taken = answers.filter((one) => one.status === 201)
  const others = answers.filter((one) => one.status !== 201 && one.status !== 409)
  const { items } = good(await scene.supervisor.call(listSubmissions, { params: { projectId: scene.projectId } }))
  const infected = await app.platform.db
    .selectFrom('events')
    .select('id')
    .where('name', '=', 'submission.infected')
    .execute()
  const accepted = [...hostile.filter((one) => one.status === 201), ...badForms(goodPdf).filter((one) => one.harmless)]
    .length
  const alive = await app.call(signIn, { body: { login: 'nobody', password: 'wrong password' } })
  return [
    atLeast('files and forms', hostile.length + badForms(goodPdf).length + 3, 70),
    none('other verdicts than declared', verdicts),
    none('names that lie', names),
    none('bad forms not refused', forms),
    none('bytes outside of the store, and temporary files', strangeIn(scene.folder)),
    atMost('versions more than were acknowledged', Math.abs(items.length - accepted - taken.length), 0),
    atMost('finds not recorded', Math.abs(infected.length - hostile.filter((one) => one.status === 422).length), 0),
    none('other answers to a crowd', [
      ...(taken.length === 1 ? [] : [`${taken.length} taken`]),
      ...others.map((one) => `${one.status}`),
    ]),
    atMost('p95 of others meanwhile, ms', p95, 300),
    none('not alive', alive.status === 401 ? [] : [String(alive.status)]),
  ]
}
