import { z } from 'zod'

/** Reading what Django's `dumpdata` writes: a JSON list of objects, each with its model, its key and its fields. */

const Entry = z.object({
  model: z.string().max(200),
  pk: z.union([z.string(), z.number()]).nullish(),
  fields: z.record(z.string(), z.unknown()),
})

/** One object of a dump. */
export interface Thing {
  readonly pk: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Dump {
  /** The objects of a model, in the order of the files; one that stands in two files is taken from the last. */
  all(model: string): readonly Thing[]
  /** What a foreign key points to: a key or, as `--natural-foreign` writes it for users, the user name. */
  find(model: string, key: unknown): Thing | undefined
  /** How many objects there are of each model. */
  readonly counts: Readonly<Record<string, number>>
}

/** A file that is not what `dumpdata` writes. */
export class DumpUnreadable extends Error {}

function parse(name: string, content: string): z.infer<typeof Entry>[] {
  try {
    return z.array(Entry).parse(JSON.parse(content.replace(/^\uFEFF/, '')))
  } catch (cause) {
    const first = cause instanceof z.ZodError ? cause.issues[0] : undefined
    const where = first ? `object ${first.path.join('.')}: ${first.message}` : (cause as Error).message
    throw new DumpUnreadable(`${name} is not a list of objects as dumpdata writes it (${where})`, { cause })
  }
}

/** @throws DumpUnreadable */
export function readDump(files: readonly { name: string; content: string }[]): Dump {
  const models = new Map<string, Map<string, Thing>>()
  for (const entry of files.flatMap(({ name, content }) => parse(name, content))) {
    const model = entry.model.toLowerCase()
    const things = models.get(model) ?? new Map<string, Thing>()
    // natural keys leave the key out
    const pk = String(entry.pk ?? `${model} ${things.size + 1}`)
    models.set(model, things.set(pk, { pk, fields: entry.fields }))
  }
  const all = (model: string) => [...(models.get(model)?.values() ?? [])]
  return {
    all,
    find(model, key) {
      if (!Array.isArray(key)) return models.get(model)?.get(String(key))
      return all(model).find(({ fields }) => fields.username === key[0])
    },
    counts: Object.fromEntries([...models].map(([model, things]) => [model, things.size])),
  }
}

/** A field as text without outer blanks; '' when there is none. */
export function textOf({ fields }: Thing, name: string): string {
  const value = fields[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** Only what says so is true. */
export function isTrue({ fields }: Thing, name: string): boolean {
  return fields[name] === true
}

/** The day of a moment or a day, `YYYY-MM-DD`; '' when there is none. */
export function dayOf(thing: Thing, name: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(textOf(thing, name))?.[0] ?? ''
}
