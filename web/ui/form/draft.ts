const prefix = 'bm23.draft.'

/** What was typed into a form and not yet sent, for this tab; signing out forgets it. */
export function readDraft<T extends object>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(prefix + name)
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

/** Keeps it. A browser without storage keeps nothing, and the form works all the same. */
export function writeDraft(name: string, values: object): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(values))
  } catch {
    // Full or forbidden storage must not stop anybody from typing.
  }
}

/** Forgets it, once it was sent or given up. */
export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(prefix + name)
  } catch {
    // Nothing was kept then.
  }
}
