import type { z } from 'zod'

/**
 * Values of a form as the schema of a body wants them: an empty text becomes null where null is allowed, is left out
 * where the field may be absent, and stays empty (and is refused) where something must be typed.
 */
export function tidy(schema: z.ZodType, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = (schema as { shape?: Record<string, z.ZodType> }).shape
  if (!shape) return { ...values }
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = shape[name]
    if (value !== '' || !field) out[name] = value
    else if (field.safeParse(null).success) out[name] = null
    else if (!field.safeParse(undefined).success) out[name] = ''
  }
  return out
}

/** The value at a dotted path (`members.0.code`). */
export function valueAt(values: unknown, path: string): unknown {
  let value: unknown = values
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name]
  return value
}
