import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { diskContent } from '../../../server/platform/files/disk.ts'
import { openFileStore } from '../../../server/platform/files.ts'
import { visitor } from '../../deploy/visitor.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { authorsOf, chapter } from './campus.ts'
import { type Call, watchCalls } from './system-calls.ts'

const traced = [
  'fsync',
  'fdatasync',
  'mkdir',
  'mkdirat',
  'rename',
  'renameat',
  'renameat2',
  'read',
  'write',
  'writev',
  'sendto',
  'sendmsg',
]
const isSync = ({ name }: Call) => name === 'fsync' || name === 'fdatasync'
const isSend = ({ name }: Call) => /^(write|writev|send)/.test(name)
/** The connection that a call is about, such as `21<socket:[4711]>`. */
const connection = ({ text }: Call) => /\((\d+<socket:\[\d+\]>)/.exec(text)?.[1]

/** The names of folders that were made stand in the folders above them before something is told. */
function faultsOfFolders(calls: readonly Call[], folder: string, told: number): string[] {
  const made = calls.filter((one) => /^mkdir(at)?$/.test(one.name) && one.done < told)
  return made.flatMap(({ text, done }) => {
    const path = /"([^"]+)"/.exec(text)?.[1] ?? ''
    if (path !== folder && !folder.startsWith(`${path}/`)) return []
    const above = `<${path.slice(0, path.lastIndexOf('/'))}>`
    const synced = calls.some((one) => isSync(one) && one.text.includes(above) && one.began > done && one.done < told)
    return synced ? [] : [`the name of a new folder was not written to the disk: ${path.slice(-12)}`]
  })
}

/** What of the order is missing for one file: on the disk, under its name, the name on the disk, committed, answered. */
export function faultOf(calls: readonly Call[], sha256: string): string | null {
  const next = (after: number, wanted: (call: Call) => boolean) =>
    calls.find((one) => one.began >= after && wanted(one)) ?? null
  const rename = next(0, (one) => one.name.startsWith('rename') && one.text.includes(`/${sha256}"`))
  const [, from, to] = /"([^"]+)"[^"]*"([^"]+)"/.exec(rename?.text ?? '') ?? []
  if (!rename || !from || !to) return 'not renamed'
  const synced = calls.some((one) => isSync(one) && one.text.includes(`<${from}>`) && one.done < rename.began)
  if (!synced) return 'renamed before it was on the disk'
  const home = to.slice(0, to.lastIndexOf('/'))
  const folder = next(rename.done, (one) => isSync(one) && one.text.includes(`<${home}>`))
  if (!folder) return 'its name was not written to the disk'
  const answer = next(0, (one) => isSend(one) && one.text.includes('HTTP/1.1 201') && one.text.includes(sha256))
  if (!answer) return 'not answered'
  // the row names the file by its hash
  const row = next(folder.done, (one) => isSend(one) && one.text.includes(sha256) && !one.text.includes('HTTP/1.1'))
  if (!row) return 'its row was sent before its name was on the disk'
  const [lost] = faultsOfFolders(calls, home, row.began)
  if (lost) return lost
  const same = (one: Call) => connection(one) === connection(row)
  const commit = next(row.done, (one) => isSend(one) && same(one) && /commit\\0/.test(one.text))
  if (!commit) return 'not committed'
  const committed = next(commit.began, (one) => one.name === 'read' && same(one) && /COMMIT\\0/.test(one.text))
  return committed && committed.done < answer.began ? null : 'answered before it was committed'
}

/** The folders of a new installation are there after a power cut, and those above them. */
async function faultsAtTheStart(context: Context): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'bm23-first-'))
  context.defer(() => rmSync(root, { recursive: true, force: true }))
  const files = join(root, 'data', 'files')
  const end = await watchCalls([process.pid], traced)
  await openFileStore(files, diskContent(files))
  const calls = await end()
  const told = Number.POSITIVE_INFINITY
  const made = calls.filter((one) => one.name.startsWith('mkdir') && one.text.includes(root)).length
  return [...(made < 3 ? [`${made} folders were made`] : []), ...faultsOfFolders(calls, join(files, 'tmp'), told)]
}

/** Looks at what the processes ask of the system, in which order, while files are handed in. */
export async function measureDurableOrder(context: Context): Promise<Figure[]> {
  const stage = await context.stage({}, {}, { fsync: 'on' })
  const authors = await authorsOf(stage, 6)
  const rounds = context.count({ canary: 2, ci: 10, release: 170 })
  const guest = visitor(stage.nginx)
  context.defer(() => guest.close())
  const end = await watchCalls(
    stage.apps.map((one) => one.pid()),
    traced,
  )
  const hashes: string[] = []
  const odd: string[] = []
  const handIn = async ({ cookie, milestones }: (typeof authors)[number]) => {
    for (let round = 0; round < rounds; round += 1) {
      const { sha256, body, headers } = chapter(3_000)
      const path = `/api/v1/milestones/${milestones[0]}/submissions`
      const made = await guest.send('POST', path, { headers: { cookie, ...headers }, body })
      if (made.status !== 201) odd.push(`${made.status} ${String(made.body).slice(0, 200)}`)
      else hashes.push(sha256)
      const { id } = JSON.parse(String(made.body))
      const review = { headers: { cookie: stage.cookie }, body: { decision: 'revision', feedback: 'again' } }
      await guest.send('POST', `/api/v1/submissions/${id}/review`, review)
    }
  }
  await Promise.all(authors.map(handIn))
  await pause(200)
  const calls = await end()
  const faults = hashes.flatMap((one) => faultOf(calls, one) ?? [])
  const settings = (await stage.cluster.query(
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')",
  )) as { name: string; setting: string }[]
  return [
    atLeast('files handed in', hashes.length, rounds * authors.length),
    none('out of order', faults),
    none('other answers', odd),
    none('folders of a new installation', await faultsAtTheStart(context)),
    atLeast('folders made meanwhile', calls.filter((one) => one.name.startsWith('mkdir')).length, 1),
    atLeast('settings of the database looked at', settings.length, 4),
    none(
      'settings of the database',
      settings.flatMap((one) => (one.setting === 'on' ? [] : [one.name])),
    ),
  ]
}
