import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from '../../deploy/stage.ts'
import { type Figure, none } from '../line.ts'
import type { Ledger } from './load.ts'

interface Row {
  id: string
  milestone: string
  version: number
  decision: string | null
  sha256: string
}

async function idsOf(stage: Stage, text: string): Promise<Map<string, string>> {
  const rows = (await stage.cluster.query(text)) as { id: string; name: string }[]
  return new Map(rows.map((one) => [one.id, one.name]))
}

async function countEvents(stage: Stage, name: string): Promise<number> {
  const [row] = (await stage.cluster.query(`select count(*)::int as n from events where name = '${name}'`)) as [
    { n: number },
  ]
  return row.n
}

/** Content of the store by its name: what the bytes really hash to. */
function storedFiles(stage: Stage): Map<string, string> {
  const folder = join(String(stage.settings.BM23_DATA_DIR), 'files')
  const parts = readdirSync(folder).filter((one) => one !== 'tmp')
  return new Map(
    parts.flatMap((part) =>
      readdirSync(join(folder, part)).map((name) => {
        const content = readFileSync(join(folder, part, name))
        return [name, createHash('sha256').update(content).digest('hex')] as const
      }),
    ),
  )
}

function findLost({ majors, files, reviews }: Ledger, names: Map<string, string>, rows: readonly Row[]): string[] {
  const known = new Map(rows.map((one) => [one.id, one]))
  return [
    ...[...majors].filter(([name, id]) => names.get(id) !== name).map(([name]) => `major ${name}`),
    ...[...files].filter(([id, sha256]) => known.get(id)?.sha256 !== sha256).map(([id]) => `file ${id}`),
    ...[...reviews].filter((id) => known.get(id)?.decision !== 'revision').map((id) => `review ${id}`),
  ]
}

/** Every write was repeated until it was acknowledged: whatever is there besides was done twice. */
function findDoubled({ majors, files }: Ledger, names: Map<string, string>, rows: readonly Row[]): string[] {
  const told = new Set(majors.values())
  return [
    ...[...names].filter(([id]) => !told.has(id)).map(([, name]) => `major ${name}`),
    ...rows.filter((one) => !files.has(one.id)).map((one) => `file ${one.id}`),
  ]
}

async function findHalf(stage: Stage, names: Map<string, string>, rows: readonly Row[]): Promise<string[]> {
  const stored = storedFiles(stage)
  const named = new Set(rows.map((one) => one.sha256))
  const facts: [string, number][] = [
    ['major.added', names.size],
    ['submission.handedIn', rows.length],
    ['submission.reviewed', rows.filter((one) => one.decision !== null).length],
  ]
  const wrong = [
    ...rows.filter((one) => !stored.has(one.sha256)).map((one) => `row ${one.id} without file`),
    ...[...stored].filter(([name, hash]) => name !== hash).map(([name]) => `file ${name} is damaged`),
    ...[...stored.keys()].filter((name) => !named.has(name)).map((name) => `file ${name} without row`),
  ]
  for (const [name, count] of facts) {
    const events = await countEvents(stage, name)
    if (events !== count) wrong.push(`${events} times ${name}, ${count} rows`)
  }
  const statuses = await idsOf(stage, 'select id, status as name from milestones')
  for (const milestone of new Set(rows.map((one) => one.milestone))) {
    const own = rows.filter((one) => one.milestone === milestone)
    if (own.some((one, at) => one.version !== at + 1)) wrong.push(`the versions of ${milestone} have a gap`)
    const status = own.at(-1)?.decision ?? 'submitted'
    if (statuses.get(milestone) !== status) wrong.push(`milestone ${milestone} is ${statuses.get(milestone)}`)
  }
  return wrong
}

/** Compares what was acknowledged with what is there. */
export async function reckon(stage: Stage, ledger: Ledger): Promise<Figure[]> {
  const names = await idsOf(stage, 'select id, name from majors')
  const own = new Map([...names].filter(([, name]) => name.startsWith('Load ')))
  const rows = (await stage.cluster.query(
    `select s.id, s.milestone_id as milestone, s.version, s.decision, f.sha256
     from submissions s join files f on f.id = s.file_id order by s.milestone_id, s.version`,
  )) as Row[]
  return [
    none('lost', findLost(ledger, own, rows)),
    none('doubled', findDoubled(ledger, own, rows)),
    none('half done', await findHalf(stage, names, rows)),
    none('other answers', ledger.odd),
  ]
}
