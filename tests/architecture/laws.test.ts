import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import architecture from '../../architecture.json' with { type: 'json' }
import { cleanTree, violations } from './law-fixtures.ts'
import { arrayOrder, parse, root } from './tree.ts'

interface Found {
  rule: { name: string }
  from: string
  to: string
}

const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const trees = ['contract', 'server', 'web', 'tests']
const packages = ['zod', 'kysely', 'pg', 'only-for-development']

/** Runs the laws in a folder as `npm run laws` does, and returns what they find. */
async function cruise(folder: string): Promise<string[]> {
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...trees]
  const options = { cwd: folder, maxBuffer: 2 ** 28 }
  const json = await promisify(execFile)(process.execPath, args, options).then(
    (done) => done.stdout,
    (failed: { stdout?: string; stderr?: string }) => {
      if (!failed.stdout) throw new Error(failed.stderr)
      return failed.stdout
    },
  )
  const found = JSON.parse(json) as { summary: { violations: Found[] } }
  return found.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
}

async function plant(folder: string, files: Readonly<Record<string, string>>) {
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), source)
  }
}

/** A project as small as can be, in which packages are found and the laws hold. */
async function emptyProject(folder: string) {
  for (const file of ['.dependency-cruiser.cjs', 'architecture.json', 'tsconfig.json']) {
    await cp(join(root, file), join(folder, file))
  }
  const { 'only-for-development': _, ...dependencies } = Object.fromEntries(packages.map((name) => [name, '1.0.0']))
  const manifest = { type: 'module', dependencies, devDependencies: { 'only-for-development': '1.0.0' } }
  await plant(folder, { 'package.json': JSON.stringify(manifest) })
  for (const name of packages) {
    await plant(folder, {
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      [`node_modules/${name}/index.js`]: 'exports.thing = 1\n',
    })
  }
  for (const tree of trees) await mkdir(join(folder, tree))
}

let temporary: string

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'bm23-laws-'))
})

afterAll(() => rm(temporary, { recursive: true, force: true }))

async function cruiseFixture(name: string, files: Readonly<Record<string, string>>) {
  const folder = join(temporary, name)
  await mkdir(folder)
  await emptyProject(folder)
  await plant(folder, files)
  return cruise(folder)
}

describe('the laws', () => {
  test('hold in this repository', async () => {
    expect(await cruise(root)).toEqual([])
  })

  test('allow what they should allow', async () => {
    expect(await cruiseFixture('clean', cleanTree)).toEqual([])
  })

  // One tree per law. A fixture of one rule may break another one as well; what counts is that its own rule speaks.
  const broken = violations(architecture.features)
  test.each([1, 2, 3, 4])('law %i: each rule fails when it is broken', async (law) => {
    const ofLaw = broken.filter(({ rule }) => rule.startsWith(`law-${law}-`))
    const found = await cruiseFixture(`law-${law}`, Object.assign({}, ...[...ofLaw].reverse().map((one) => one.files)))
    for (const { rule, from } of ofLaw) {
      expect(found.some((line) => line.startsWith(`${rule}: ${from} -> `))).toBe(true)
    }
  })

  test('are each shown to fail, and say why they exist', () => {
    const load = createRequire(import.meta.url)
    const { forbidden } = load('../../.dependency-cruiser.cjs') as { forbidden: { name: string; comment: string }[] }
    expect(forbidden.map((rule) => rule.name).toSorted()).toEqual(
      [...new Set(broken.map((one) => one.rule))].toSorted(),
    )
    for (const rule of forbidden) expect(rule.comment.length).toBeGreaterThan(30)
  })
})

describe('the list of features', () => {
  test('is the order of server/features.ts', async () => {
    expect(arrayOrder(await parse('server/features.ts'))).toEqual(architecture.features)
  })

  test('names every folder of the server', async () => {
    const entries = await readdir(join(root, 'server'), { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(folders.toSorted()).toEqual([...architecture.features, 'commands', 'platform'].toSorted())
  })

  test('names every file of the contract, and every folder of the web that is no part of its frame', async () => {
    const known = [...architecture.features, 'endpoint', 'permissions', 'problem', 'openapi', 'words']
    const contract = (await readdir(join(root, 'contract'))).map((file) => file.replace(/(\.test)?\.\w+$/, ''))
    expect(contract.filter((name) => !known.includes(name))).toEqual([])
    const frame = ['app', 'ui', 'api', 'i18n', 'public']
    const web = await readdir(join(root, 'web'), { withFileTypes: true })
    const folders = web.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(folders.filter((name) => ![...architecture.features, ...frame].includes(name))).toEqual([])
  })
})
