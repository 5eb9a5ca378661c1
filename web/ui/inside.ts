const here = 'https://inside.invalid'

/** The address to go on to, when it is one of this application: path, search and hash, read as browsers read it; else `/`. */
export function inside(target: string | undefined): string {
  if (!target?.startsWith('/') || !URL.canParse(target, here)) return '/'
  const { origin, pathname, search, hash } = new URL(target, here)
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
