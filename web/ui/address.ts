import { useParams, useSearch } from '@tanstack/react-router'

/** A parameter of the address (`$projectId`). Throws when the address has none, which is a mistake of the code. */
export function useParam(name: string): string {
  const value = (useParams({ strict: false }) as Record<string, string | undefined>)[name]
  if (!value) throw new Error(`The address has no ${name}`)
  return value
}

/** A search parameter of the address as one text. */
export function useSearchText(name: string): string | undefined {
  const value = (useSearch({ strict: false }) as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}
