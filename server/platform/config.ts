import { readFileSync } from 'node:fs'
import { nearest } from './config/nearest.ts'
import { type Setting, type Settings, settings } from './config/settings.ts'

/** Every setting, read from the environment in this one place; config/settings.ts lists them. */
export interface Config extends Settings {
  /** Cookies only over HTTPS; follows from the public address. */
  readonly secure: boolean
  readonly production: boolean
}

/** What is wrong with one setting, or with a name that is none. The message never holds the value. */
export interface SettingProblem {
  readonly name: string
  readonly message: string
}

/** Settings are wrong; the message has one line for each. */
export class ConfigError extends Error {
  readonly problems: readonly SettingProblem[]
  constructor(problems: readonly SettingProblem[]) {
    super(problems.map((one) => `${one.name}: ${one.message}`).join('\n'))
    this.problems = problems
  }
}

export interface Inspected {
  /** Null when there are problems. */
  readonly config: Config | null
  readonly problems: readonly SettingProblem[]
  /** Names beginning with `BM23_` that are no setting. */
  readonly unknown: readonly SettingProblem[]
}

export type Env = Readonly<Record<string, string | undefined>>

/** Reads all settings and says everything that is wrong with them at once. */
export function inspectConfig(env: Env): Inspected {
  const problems: SettingProblem[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries<Setting>(settings)) {
    try {
      const parsed = setting.schema.safeParse(textOf(env, setting))
      if (parsed.success) values[key] = parsed.data
      else problems.push(...parsed.error.issues.map(({ message }) => ({ name: setting.name, message })))
    } catch (error) {
      problems.push({ name: `${setting.name}_FILE`, message: (error as Error).message })
    }
  }
  const unknown = unknownNames(env)
  if (problems.length > 0) return { config: null, problems, unknown }
  const read = values as unknown as Settings
  const secure = read.publicUrl?.startsWith('https:') ?? false
  return { config: { ...read, secure, production: read.mode === 'production' }, problems, unknown }
}

/** @throws ConfigError */
export function readConfig(env: Env): Config {
  const { config, problems } = inspectConfig(env)
  if (!config) throw new ConfigError(problems)
  return config
}

/** The text of a setting, from the environment or from the file that `<name>_FILE` names. */
function textOf(env: Env, { name, file }: Setting): string | undefined {
  const text = env[name] || undefined
  const path = file ? env[`${name}_FILE`] || undefined : undefined
  if (path === undefined) return text
  if (text !== undefined) throw new Error(`${name} is set as well; keep one of the two`)
  try {
    const content = readFileSync(path, 'utf8').trim()
    if (content !== '') return content
  } catch (error) {
    throw new Error(`cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  throw new Error('is an empty file')
}

const known = Object.values<Setting>(settings).flatMap(({ name, file }) => (file ? [name, `${name}_FILE`] : [name]))

function unknownNames(env: Env): SettingProblem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('BM23_') && !known.includes(name))
    .map((name) => {
      const near = nearest(name, known)
      return { name, message: near ? `is not a setting; did you mean ${near}?` : 'is not a setting' }
    })
}
