import { ConfigError, inspectConfig } from '../config.ts'
import { defaultOf, valuesOf } from './document.ts'
import { groups, type Setting, settings } from './settings.ts'

/** A value as systemd, containers and Node read it alike: bare, or between single quotes. */
function quoted(name: string, value: string): string {
  if (/^[\w:/.,@+=%?&-]*$/.test(value)) return value
  if (/['\r\n]/.test(value))
    throw new ConfigError([{ name, message: 'cannot hold a quote or a line break; write %27 in an address' }])
  return `'${value}'`
}

/** At most 100 columns of comment. */
function comment(text: string): string {
  return (text.match(/\S.{0,95}\S(?=\s|$)|\S+/g) ?? []).map((line) => `# ${line}`).join('\n')
}

function entry(setting: Setting, value: string | undefined): string {
  const values = valuesOf(setting)
  const facts = [values ? `Values: ${values}.` : '', setting.file ? `Or ${setting.name}_FILE names a file.` : '']
  const given =
    value === undefined
      ? `#${setting.name}=${defaultOf(setting) ?? setting.example}`
      : `${setting.name}=${quoted(setting.name, value)}`
  return `${comment([setting.description, ...facts].filter(Boolean).join(' '))}\n${given}\n`
}

/**
 * The text of an environment file with every setting: those given are set, the others stand as comments with their
 * default or an example.
 * @throws ConfigError when the given values are wrong
 */
export function environmentFile(values: Readonly<Record<string, string>>): string {
  const { problems } = inspectConfig(values)
  if (problems.length > 0) throw new ConfigError(problems)
  const sections = (Object.keys(groups) as (keyof typeof groups)[]).map((group) => {
    const own = Object.values<Setting>(settings).filter((one) => one.group === group)
    return `## ${groups[group]}\n\n${own.map((one) => entry(one, values[one.name])).join('\n')}`
  })
  return `# Settings of BM23, made by bm23 init. Holds secrets: readable by its owner only.\n\n${sections.join('\n')}`
}
