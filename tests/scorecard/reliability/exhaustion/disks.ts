import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../../deploy/stage.ts'
import { type Answer, type Visitor, visitor } from '../../../deploy/visitor.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'
import { type Author, authorsOf, chapter } from '../campus.ts'
import { emptyLedger, type Ledger } from '../load.ts'
import { reckon } from '../reckoning.ts'
import { mountSmall, type SmallDisk } from './small-disk.ts'

/** The disks of the files and of the logs are filled, to the last byte and to the last name. */

interface Scene {
  readonly stage: Stage
  readonly guest: Visitor
  readonly authors: readonly Author[]
  readonly ledger: Ledger
  /** What did not go as it must. */
  readonly wrong: string[]
}

async function review({ stage, guest, ledger }: Scene, id: string): Promise<void> {
  const body = { decision: 'revision', feedback: 'again' }
  const path = `/api/v1/submissions/${id}/review`
  const { status } = await guest.send('POST', path, { headers: { cookie: stage.cookie }, body })
  if (status === 201 || status === 200) ledger.reviews.add(id)
  else ledger.odd.push(`review ${status}`)
}

/** Hands in a chapter: true when it was taken, false when it was refused for want of room, as agreed. */
async function handIn(scene: Scene, { cookie, milestones }: Author, bytes: number): Promise<boolean> {
  const { sha256, body, headers } = chapter(bytes)
  const path = `/api/v1/milestones/${milestones[0]}/submissions`
  const answer = await scene.guest.send('POST', path, { headers: { cookie, ...headers }, body })
  if (answer.status === 201) {
    const { id } = JSON.parse(String(answer.body)) as { id: string }
    scene.ledger.files.set(id, sha256)
    await review(scene, id)
    return true
  }
  if (!isNoRoom(answer)) scene.wrong.push(`${answer.status} ${String(answer.body).slice(0, 200)}`)
  return false
}

function isNoRoom({ status, headers, body }: Answer): boolean {
  if (status !== 507 || headers['content-type'] !== 'application/problem+json') return false
  return Number(headers['retry-after']) > 0 && JSON.parse(String(body)).code === 'server.full'
}

/** Everybody hands in until there is no room, all at once at the end; returns how many were refused. */
async function handInUntilFull(scene: Scene, bytes: number): Promise<number> {
  const refused = await Promise.all(
    scene.authors.map(async (author) => {
      for (let tries = 0; tries < 500; tries += 1) if (!(await handIn(scene, author, bytes))) return 1
      return 0
    }),
  )
  return refused.reduce((sum: number, one) => sum + one, 0)
}

/** What cannot be read while nothing can be written. */
async function readAll({ stage, guest, authors, ledger }: Scene): Promise<string[]> {
  const wrong: string[] = []
  for (const { cookie, projectId } of authors) {
    const { status } = await guest.send('GET', `/api/v1/projects/${projectId}/milestones`, { headers: { cookie } })
    if (status !== 200) wrong.push(`milestones ${status}`)
  }
  for (const [id, sha256] of ledger.files) {
    const headers = { cookie: stage.cookie }
    const { status, body } = await guest.send('GET', `/api/v1/submissions/${id}/file`, { headers })
    if (status !== 200 || createHash('sha256').update(body).digest('hex') !== sha256) wrong.push(`file ${status}`)
  }
  const ready = await Promise.all(stage.apps.map(({ port }) => fetch(`http://127.0.0.1:${port}/health/ready`)))
  for (const one of ready) {
    const { checks } = (await one.json()) as { checks?: { storage?: { state: string } } }
    if (one.status !== 200 || checks?.storage?.state !== 'degraded')
      wrong.push(`ready ${one.status} ${checks?.storage?.state}`)
  }
  return wrong
}

const partial = (disk: SmallDisk) => readdirSync(join(disk.folder, 'files', 'tmp'))

async function fillFiles(scene: Scene, disk: SmallDisk): Promise<Figure[]> {
  const refusedLate = await handInUntilFull(scene, 200_000)
  disk.fill()
  const refusedAtOnce = await handInUntilFull(scene, 3_000)
  const unread = await readAll(scene)
  const left = partial(disk)
  disk.free()
  disk.names(false)
  const refusedByName = await handInUntilFull(scene, 3_000)
  left.push(...partial(disk))
  disk.names(true)
  const again = await Promise.all(scene.authors.map((author) => handIn(scene, author, 3_000)))
  return [
    atLeast('handed in before it was full', scene.ledger.files.size, 8),
    atLeast('refused within a file', refusedLate, scene.authors.length),
    atLeast('refused on a disk full to the last byte', refusedAtOnce, scene.authors.length),
    atLeast('refused without a free name', refusedByName, scene.authors.length),
    none('answers that are not 201 or 507 as agreed', scene.wrong),
    none('partial files', left),
    none('not read, not ready, or not told while it was full', unread),
    atLeast('taken as soon as there was room', again.filter(Boolean).length, again.length),
    ...(await reckon(scene.stage, scene.ledger)),
  ]
}

const logOf = (disk: SmallDisk) =>
  readdirSync(disk.folder)
    .filter((name) => /bm23/.test(name))
    .map((name) => readFileSync(join(disk.folder, name), 'utf8'))
    .join('\n')

/** While no line can be written every request goes on; afterwards lines are written again. */
async function fillLogs({ stage, guest, authors }: Scene, disk: SmallDisk, requests: number): Promise<Figure[]> {
  const failed: string[] = []
  const ask = async (at: number) => {
    const body = { name: `Unlogged ${at}`, abbreviation: `U${at}` }
    const headers = { cookie: stage.cookie }
    const [read, write] = [
      await guest.send('GET', `/api/v1/projects/${authors[0]?.projectId}/milestones`, { headers }),
      await guest.send('POST', '/api/v1/majors', { headers, body }),
    ]
    if (read.status !== 200 || write.status !== 201) failed.push(`${read.status} ${write.status}`)
    return String(write.headers['x-request-id'])
  }
  disk.fill()
  const unlogged: string[] = []
  // a request that waits for its line takes a minute to fail: one tells enough
  for (let at = 0; at < requests && failed.length === 0; at += 1) unlogged.push(await ask(at))
  const during = logOf(disk)
  disk.free()
  const logged: string[] = []
  for (let at = requests; at < requests + 10 && failed.length === 0; at += 1) logged.push(await ask(at))
  await pause(500)
  const after = logOf(disk)
  return [
    none(`requests that failed of ${2 * requests} without a log`, failed),
    atLeast('lines that could not be written', unlogged.filter((id) => !during.includes(id)).length, 1),
    atLeast('requests logged as soon as there was room', logged.filter((id) => after.includes(id)).length, 10),
  ]
}

export async function fillDisks(context: Context): Promise<Figure[]> {
  const files = mountSmall(context, context.count({ canary: 4, ci: 8, release: 64 }))
  const logs = mountSmall(context, 4)
  const stage = await context.stage({
    ...{ BM23_DATA_DIR: files.folder, BM23_LOG_FILE: join(logs.folder, 'bm23.log'), BM23_LOG_LEVEL: 'debug' },
    BM23_SLOW_REQUEST_MS: '1',
  })
  const pids = stage.apps.map((one) => one.pid())
  const guest = visitor(stage.nginx)
  context.defer(() => guest.close())
  const authors = await authorsOf(stage, 4)
  const scene: Scene = { stage, guest, authors, ledger: emptyLedger(), wrong: [] }
  const figures = [
    ...(await fillFiles(scene, files)),
    ...(await fillLogs(scene, logs, context.count({ canary: 30, ci: 100, release: 1_000 }))),
  ]
  const ended = stage.apps.filter((one, at) => one.pid() !== pids[at] || !isAlive(one.pid()))
  return [
    ...figures,
    none(
      'processes that ended',
      ended.map((one) => String(one.pid())),
    ),
  ]
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
