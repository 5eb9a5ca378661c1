import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Measured, root, run } from './measure.ts'

/** A defect put in on purpose: a text of a file replaced by another. The line must turn red, or it measures nothing. */
export interface Canary {
  readonly id: string
  readonly line: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

export type Fate = 'killed' | 'survived' | 'misfired'

/** Files of the working tree, those not committed yet included. */
function copyTree(to: string): void {
  const listed = execFileSync('git', ['-c', `safe.directory=${root}`, 'ls-files', '-co', '--exclude-standard'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  })
  for (const path of listed.split('\n').filter((one) => one !== '' && existsSync(join(root, one)))) {
    execFileSync('mkdir', ['-p', join(to, dirname(path))])
    cpSync(join(root, path), join(to, path))
  }
  for (const shared of ['node_modules', 'dist']) {
    if (existsSync(join(root, shared))) symlinkSync(join(root, shared), join(to, shared))
  }
}

/** A defect of the web is in what is built of it: the copy gets a bundle of its own, until it is taken out again. */
async function rebuild(copy: string, { file }: Canary): Promise<() => void> {
  if (!file.startsWith('web/')) return () => undefined
  const dist = join(copy, 'dist')
  rmSync(dist, { force: true })
  await run(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], copy)
  return () => {
    rmSync(dist, { recursive: true, force: true })
    symlinkSync(join(root, 'dist'), dist)
  }
}

/**
 * Measures the line of each canary in one scratch copy of the tree, with one defect at a time. A defect whose text is not
 * there any more, or that keeps the measurement from running at all, misfired: it proves nothing.
 */
export async function releaseCanaries(
  canaries: readonly Canary[],
  seed: number,
  told: (canary: Canary, fate: Fate, figures: string) => void,
): Promise<void> {
  if (canaries.length === 0) return
  const copy = mkdtempSync(join(tmpdir(), 'bm23-canary-'))
  try {
    copyTree(copy)
    for (const canary of canaries) {
      const path = join(copy, canary.file)
      const text = readFileSync(path, 'utf8')
      if (text.split(canary.find).length !== 2) {
        told(canary, 'misfired', 'its text is not there exactly once')
        continue
      }
      writeFileSync(
        path,
        text.replace(canary.find, () => canary.replace),
      )
      const undo = await rebuild(copy, canary)
      told(canary, ...(await fateOf(canary, copy, seed)))
      undo()
      writeFileSync(path, text)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function fateOf(canary: Canary, copy: string, seed: number): Promise<[Fate, string]> {
  const out = join(copy, 'canary.json')
  rmSync(out, { force: true })
  const options = ['--profile', 'canary', '--only', canary.line, '--seed', String(seed), '--out', out]
  await run(['--import', 'tsx', 'tests/scorecard/run.ts', ...options], copy)
  if (!existsSync(out)) return ['misfired', 'nothing was measured']
  const { lines }: { lines: Measured[] } = JSON.parse(readFileSync(out, 'utf8'))
  const red = (lines[0]?.figures ?? []).filter((one) => !one.pass)
  const text = red.map((one) => `${one.name}: ${one.value}`).join('; ')
  if (red.length === 0) return ['survived', '']
  return [red.some((one) => /broken off|did not run/.test(one.name)) ? 'misfired' : 'killed', text]
}
