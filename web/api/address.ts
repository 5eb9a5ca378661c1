/** Everything of the interface lives below this path. */
const base = '/api/v1'

/** The part of an endpoint that makes its address. */
interface Addressed {
  readonly path: string
}

/** Address of an endpoint: `:name` filled from `params`, `query` appended (arrays repeated, nothing for undefined). */
export function addressOf(
  endpoint: Addressed,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === null || value === '') throw new Error(`No ${name} for ${endpoint.path}`)
    return encodeURIComponent(String(value))
  })
  const search = searchOf(query)
  return base + path + (search && `?${search}`)
}

function searchOf(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  return search.toString()
}
