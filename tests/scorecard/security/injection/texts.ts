import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../measure.ts'

/** Ways to put a text into a statement as it is, or to hand a statement over that was put together. */
const ways = /sql\.(?:raw|lit|id)\(([^()]*(?:\([^()]*\))?[^()]*)\)|CompiledQuery\.raw\(([^)]*)\)|sql\(\[/g
const builtStrings = /\.(?:query|execute|executeSql)\(\s*(?:`[^`]*\$\{([^}]*)\}|'[^']*'\s*\+|"[^"]*"\s*\+)/g

/** What may go in as it is, and why: the two words asc and desc, by type; numbers and names of permissions; our own migrations. */
const judged: Readonly<Record<string, readonly string[]>> = {
  'server/defenses/room-queries.ts': ['direction'],
  'server/defenses/queries.ts': ['direction'],
  'server/scoring/queries.ts': ['direction'],
  'server/notifications/queries.ts': ['direction'],
  'server/projects/list-queries.ts': ['action'],
  'server/platform/page.ts': ['20', '0'],
  'server/platform/db/migrate.ts': ['one.sql'],
  // the library of the jobs, with its values beside
  'server/platform/jobs/jobs.ts': ['text, values'],
  // `listen` takes no values; the channel is a constant
  'server/platform/db/changes.ts': ['channel'],
  'server/platform/db/connect.ts': ['channel'],
}

/** Statements that are put together of texts, in all of the program; those that were judged are counted. */
export function builtStatements(): { unjudged: string[]; judged: number; files: number } {
  const all = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
  const files = all.filter((name) => name.endsWith('.ts') && !/\.test\.ts$/.test(name)).map((name) => `server/${name}`)
  const found = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(ways), ...text.matchAll(builtStrings)].map(([whole, ...parts]) => ({
      ...{ file, whole },
      what: parts.find((one) => one !== undefined)?.trim() ?? whole,
    }))
  })
  const isJudged = ({ file, what }: (typeof found)[number]) => judged[file]?.includes(what) ?? false
  return {
    files: files.length,
    judged: found.filter(isJudged).length,
    unjudged: found.filter((one) => !isJudged(one)).map(({ file, whole }) => `${file}: ${whole}`),
  }
}
