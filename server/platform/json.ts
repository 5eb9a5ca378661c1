interface Level {
  /** Names seen so far; null in a list. */
  readonly names: Set<string> | null
  /** Whether a text that begins now is a name. */
  naming: boolean
}

/**
 * Whether an object of a JSON text has a name twice. Readers differ about which of the two holds, so what a proxy, a log
 * or a person checked need not be what is done. The text must be JSON.
 */
export function namesTwice(text: string): boolean {
  const levels: Level[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    const level = levels.at(-1)
    if (sign === '"') {
      const start = at
      for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1
      if (!level?.names || !level.naming) continue
      const name = text.slice(start, at + 1)
      // two spellings of a name are one name
      const plain = name.includes('\\') ? `"${JSON.parse(name)}"` : name
      if (level.names.has(plain)) return true
      level.names.add(plain)
      level.naming = false
    } else if (sign === '{') levels.push({ names: new Set(), naming: true })
    else if (sign === '[') levels.push({ names: null, naming: false })
    else if (sign === '}' || sign === ']') levels.pop()
    else if (sign === ',' && level) level.naming = true
  }
  return false
}
