import { z } from 'zod'
import { groups, type Setting, settings } from './settings.ts'

/** What may be given, in words: a range, a choice, a form; null when any text will do. */
export function valuesOf({ schema }: Setting): string | null {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonShape
  const one = shape.anyOf?.find((each) => each.type !== 'null') ?? shape
  if (one.enum) return one.enum.join(', ')
  if (one.type === 'integer' || one.minimum !== undefined) return `${one.minimum} to ${one.maximum}`
  return one.values ?? null
}

interface JsonShape {
  type?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  values?: string
  anyOf?: JsonShape[]
}

/** What holds when nothing is given, as text; null when that is nothing. */
export function defaultOf({ schema }: Setting): string | null {
  const value = schema.safeParse(undefined).data
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null
  return Array.isArray(value) ? value.join(',') : String(value)
}

function section(group: keyof typeof groups): string {
  const own = Object.values<Setting>(settings).filter((one) => one.group === group)
  const entries = own.map((one) => {
    const values = valuesOf(one)
    const given = defaultOf(one)
    const facts = [
      values ? `Values: ${values}.` : '',
      given ? `Default: \`${given}\`.` : 'Not set by default.',
      `Example: \`${one.example}\`.`,
      one.file ? `Also from a file: \`${one.name}_FILE\`.` : '',
      one.secret ? 'Secret.' : '',
    ]
    return `### ${one.name}\n\n${one.description}\n${facts.filter(Boolean).join(' ')}\n`
  })
  return `## ${groups[group]}\n\n${entries.join('\n')}`
}

/** The text of docs/environment.md. */
export function environmentDocument(): string {
  const sections = (Object.keys(groups) as (keyof typeof groups)[])
    .filter((group) => Object.values<Setting>(settings).some((one) => one.group === group))
    .map(section)
  return `<!-- Generated from server/platform/config/settings.ts by \`bm23 generate\`. Do not edit. -->

# Settings

BM23 reads its settings from the environment, or from a file by \`bm23 --env-file FILE <command>\`; what the environment
says wins over the file. An empty value counts as not set. \`bm23 init\` writes such a file, and \`bm23 check\` judges it.
A name beginning with \`BM23_\` that is no setting is reported with the name that was probably meant.

${sections.join('\n')}`
}
