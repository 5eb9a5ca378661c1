/** Search parameters as plain text (`?year=2026-2027&status=pending&status=approved`), arrays repeated. */
export type Search = Record<string, string | string[] | undefined>

/** Reads the part of an address after `?`. */
export function parseSearch(text: string): Search {
  const search: Search = {}
  const params = new URLSearchParams(text)
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    search[name] = values.length > 1 ? values : values[0]
  }
  return search
}

/** Writes it; what is empty is left out. */
export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}
