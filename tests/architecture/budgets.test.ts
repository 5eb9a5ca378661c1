import { dirname, extname } from 'node:path'
import type ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import architecture from '../../architecture.json' with { type: 'json' }
import { rules, statesFacts, writingQueries } from './source-rules.ts'
import { codeFiles, isGenerated, isTest, isTypeScript, parse, parseText, read } from './tree.ts'

const maximum = { lines: 300, testLines: 500, files: 14, levels: 2 }

/** Folders whose size the business decides and not the taste of the author. */
function filesAllowed(folder: string): number {
  if (/^web\/i18n\/[^/]+$/.test(folder)) return 20
  // One file per feature, and what all features share.
  if (folder === 'contract') return architecture.features.length + 4
  // One file per command.
  if (folder === 'server/commands') return 24
  return maximum.files
}

const counted = (path: string) =>
  !isGenerated(path) && !path.startsWith('db/migrations/') && !/^web\/public\//.test(path)

let paths: string[]
let sources: ts.SourceFile[]

beforeAll(async () => {
  paths = await codeFiles()
  sources = await Promise.all(paths.filter((path) => isTypeScript(path) && !isGenerated(path)).map(parse))
}, 60_000)

describe('budgets', () => {
  test('the tree is found', () => {
    expect(paths).toContain('contract/endpoint.ts')
    expect(sources.length).toBeGreaterThan(15)
  })

  test('a file is at most 300 lines, a test at most 500', async () => {
    const kinds = ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.css', '.sql']
    const long: string[] = []
    for (const path of paths.filter((one) => kinds.includes(extname(one)) && !isGenerated(one))) {
      const lines = (await read(path)).trimEnd().split('\n').length
      if (lines > (isTest(path) ? maximum.testLines : maximum.lines)) long.push(`${path}: ${lines}`)
    }
    expect(long).toEqual([])
  })

  test('a folder holds at most 14 files', () => {
    const sizes = new Map<string, number>()
    for (const path of paths.filter(counted)) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1)
    expect([...sizes].filter(([folder, size]) => size > filesAllowed(folder))).toEqual([])
  })

  test('nothing lies deeper than two levels below a feature', () => {
    const depth = (path: string) => dirname(path).split('/').length - 2
    const inFeature = paths.filter((path) => /^(server|web)\/[^/]+\//.test(path) && counted(path))
    expect(inFeature.filter((path) => depth(path) > maximum.levels)).toEqual([])
  })

  test('no folder or file is named after having no name', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|lib)(\/|\.[a-z]+$)/
    expect(paths.filter((path) => vague.test(path))).toEqual([])
  })
})

describe('sources', () => {
  test.each(Object.entries(rules))('%s', (_, rule) => {
    expect(sources.flatMap(rule)).toEqual([])
  })

  test('what calls a writing query states a fact by record()', () => {
    // Names are looked up within one feature: a feature writes its own tables only.
    const feature = (file: ts.SourceFile) => file.fileName.split('/').slice(0, 2).join('/')
    const writing = new Map<string, Set<string>>()
    for (const file of sources) {
      const names = writing.get(feature(file)) ?? new Set()
      for (const name of writingQueries(file)) names.add(name)
      writing.set(feature(file), names)
    }
    expect(sources.flatMap((file) => statesFacts(file, writing.get(feature(file)) ?? new Set()))).toEqual([])
  })
})

const longHandler = `serve(listProjects, async () => {\n${'  work()\n'.repeat(9)}})\n`
const expectError = '// @ts-expect' + '-error'

/** For every rule: a path, a source that breaks it, and one that does not. */
const examples: [keyof typeof rules, string, string, string][] = [
  ['shortHandlers', 'server/projects/routes.ts', longHandler, longHandler.replace('  work()\n', '')],
  ['noBarrel', 'server/projects/index.ts', "export * from './projects.ts'\n", 'export const one = 1\n'],
  [
    'noBarrel',
    'web/ui/all.ts',
    "import { a } from './a.ts'\nexport { a }\n",
    "import { a } from './a.ts'\nexport const b = a\n",
  ],
  ['noAny', 'web/ui/field.tsx', 'export const a = b as any\n', 'export const a = b as string\n'],
  ['reasonedSuppressions', 'web/ui/field.tsx', `// @ts${'-ignore'} because\nf()\n`, 'f()\n'],
  [
    'reasonedSuppressions',
    'web/ui/field.tsx',
    `${expectError}\nf()\n`,
    `${expectError} the type is wrong upstream\nf()\n`,
  ],
  [
    'reasonedSuppressions',
    'web/ui/field.tsx',
    `// biome-${'ignore'} lint/a/b:\nf()\n`,
    `// biome-${'ignore'} lint/a/b: why\nf()\n`,
  ],
  ['sqlInItsPlace', 'server/projects/projects.ts', "db.selectFrom('project')\n", 'getProject(db)\n'],
  ['sqlInItsPlace', 'server/commands/verify.ts', 'sql`select 1`\n', 'countEvents(db)\n'],
  [
    'writesTakeTx',
    'server/projects/queries.ts',
    "export function setStatus(db: Db) { return db.updateTable('project') }\n",
    "export function setStatus(tx: Tx) { return tx.updateTable('project') }\n",
  ],
  [
    'writesTakeTx',
    'server/projects/member-queries.ts',
    'export const drop = (db: Db) => sql`delete from member`.execute(db)\n',
    'export const drop = (tx: Tx) => sql`delete from member`.execute(tx)\n',
  ],
]

describe('each rule can fail', () => {
  test.each(examples)('%s in %s', (name, path, bad, good) => {
    expect(rules[name]?.(parseText(path, bad))).toHaveLength(1)
    expect(rules[name]?.(parseText(path, good))).toEqual([])
  })

  test('and all rules are shown', () => {
    expect([...new Set(examples.map(([name]) => name))]).toEqual(Object.keys(rules))
  })

  test('stating facts', () => {
    const path = 'server/projects/projects.ts'
    const facts = (text: string) => statesFacts(parseText(path, text), new Set(['setStatus']))
    expect(facts('setStatus(tx)\n')).toHaveLength(1)
    expect(facts("setStatus(tx)\nrecord(tx, 'project.decided', id, {})\n")).toEqual([])
    expect(facts('// no event: a cache that can be rebuilt\nsetStatus(tx)\n')).toEqual([])
    expect(facts('getStatus(db)\n')).toEqual([])
  })
})
