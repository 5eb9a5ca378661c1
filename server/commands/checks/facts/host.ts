import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The machine and the process that runs on it. */
export interface HostFacts {
  readonly node: string
  readonly uid: number
  readonly umask: number
  /** Bytes that this process may use. */
  readonly memory: number
  /** Files and connections it may have open; null where the system does not say. */
  readonly openFiles: number | null
  /** Of lo, th and en those that dates can be written in. */
  readonly languages: readonly string[]
  /** Whether the clock follows a time server; null where the system does not say. */
  readonly synchronised: boolean | null
  /** The file of --env-file. */
  readonly envFile: { readonly path: string; readonly mode: number } | null
  /** The folder that the program was installed in. */
  readonly program: ProgramFacts
}

export interface ProgramFacts {
  readonly folder: string
  readonly mode: number
  /** Whether the web interface is built, and which files its page names that are not there. */
  readonly page: boolean
  readonly missing: readonly string[]
}

export const programFolder = fileURLToPath(new URL('../../../../', import.meta.url))

export function readProgram(folder: string): ProgramFacts {
  const path = `${folder}/dist/web/index.html`
  const page = existsSync(path)
  const named = page ? [...readFileSync(path, 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)] : []
  const assets = named.map((match) => match[1] ?? '')
  return {
    folder,
    mode: statSync(folder).mode,
    page,
    missing: assets.filter((one) => !existsSync(`${folder}/dist/web/${one}`)),
  }
}

function openFiles(): number | null {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
    return line?.[1] === 'unlimited' ? Number.POSITIVE_INFINITY : Number(line?.[1] ?? Number.NaN) || null
  } catch {
    return null
  }
}

/** The kernel's word for it, whichever program follows the time. */
async function synchronised(): Promise<boolean | null> {
  try {
    const options = { timeout: 2_000 }
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], options)
    return stdout.trim() === 'yes'
  } catch {
    return null
  }
}

export async function readHost(envFile: string | null): Promise<HostFacts> {
  const allowed = process.constrainedMemory?.() ?? 0
  const total = totalmem()
  return {
    node: process.versions.node,
    uid: process.getuid?.() ?? 1,
    umask: process.umask(),
    memory: allowed > 0 && allowed < total ? allowed : total,
    openFiles: openFiles(),
    languages: Intl.DateTimeFormat.supportedLocalesOf(['lo', 'th', 'en']),
    synchronised: await synchronised(),
    envFile: envFile === null ? null : { path: envFile, mode: statSync(envFile).mode },
    program: readProgram(programFolder),
  }
}
