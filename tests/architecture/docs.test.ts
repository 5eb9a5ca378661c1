import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { followed } from '../follow/substitutions.ts'
import { filesBelow, isTest, isTypeScript, read } from './tree.ts'

/** What a document shows as code: fenced blocks, and spans between backticks. */
function codeIn(markdown: string): string[] {
  const fenced = [...markdown.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')
  const spans = [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
  return [...fenced.flatMap((block) => block.split('\n')), ...spans]
}

function commandsIn(markdown: string): { scripts: string[]; commands: string[] } {
  const code = codeIn(markdown).map((line) => line.replace(/(^|\s)#.*$/, ''))
  const words = (pattern: RegExp) => code.flatMap((line) => [...line.matchAll(pattern)].map((match) => match[1] ?? ''))
  return {
    scripts: words(/\bnpm run ([a-z][\w:-]*)/g),
    commands: words(/(?:^|[\s/;&|(])bm23(?:\.js)? ([a-z][a-z-]*)/g),
  }
}

/** The commands of `bm23`: one file each, or named to the command line parser. */
async function knownCommands(): Promise<Set<string>> {
  const files = (await filesBelow('server')).filter((path) => isTypeScript(path) && !isTest(path))
  const names = files.flatMap((path) => /^server\/commands\/([a-z-]+)\.ts$/.exec(path)?.[1] ?? [])
  const parsed = await Promise.all(
    files
      .filter((path) => /^server\/(bm23\.ts|commands\/)/.test(path))
      .map(async (path) =>
        [...(await read(path)).matchAll(/\.command\(\s*['"`]([a-z-]+)/g)].map((match) => match[1] ?? ''),
      ),
  )
  return new Set([...names, ...parsed.flat(), 'help'])
}

describe('commands named in the documents', () => {
  test('are recognised', () => {
    const text =
      'Run `npm run demo -- --json`, then `bm23 serve`.\n\n```sh\nnode bin/bm23.js backup # bm23 nothing\nnpm run x\n```\n'
    expect(commandsIn(text)).toEqual({ scripts: ['x', 'demo'], commands: ['backup', 'serve'] })
    expect(commandsIn('bm23 runs, and npm run is a verb')).toEqual({ scripts: [], commands: [] })
  })

  test('exist', async () => {
    const documents = [
      'README.md',
      'CONTRIBUTING.md',
      ...(await filesBelow('docs')).filter((path) => path.endsWith('.md')),
    ]
    const commands = await knownCommands()
    const missing: string[] = []
    for (const document of documents) {
      const named = commandsIn(await read(document))
      for (const script of named.scripts)
        if (!(script in manifest.scripts)) missing.push(`${document}: npm run ${script}`)
      for (const command of named.commands) if (!commands.has(command)) missing.push(`${document}: bm23 ${command}`)
    }
    expect(missing).toEqual([])
  })

  test('stand in pages that something runs', async () => {
    const byTests: Record<string, string> = {
      'docs/recovery.md': 'tests/deploy/recovery.test.ts',
      'docs/monitoring.md': 'tests/observability/monitoring.test.ts',
      'docs/testing.md': '.ci/run',
    }
    const pages = (await filesBelow('docs')).filter((path) => path.endsWith('.md'))
    const unproved: string[] = []
    for (const page of pages.filter((path) => !followed.includes(path) && !(path in byTests)))
      if (/^```sh$/m.test(await read(page))) unproved.push(page)
    expect(unproved).toEqual([])
    for (const by of Object.values(byTests)) expect(await read(by)).toBeTruthy()
  })

  test('README names how to try, to run and to test', async () => {
    const { scripts } = commandsIn(await read('README.md'))
    expect(scripts).toContain('demo')
  })
})

describe('scripts of package.json', () => {
  test('of the laws are those CONTRIBUTING.md names', async () => {
    const { scripts } = commandsIn(await read('CONTRIBUTING.md'))
    for (const script of ['lint', 'types', 'laws', 'unused', 'generate', 'stories']) expect(scripts).toContain(script)
  })
})
