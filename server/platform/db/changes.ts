import pg from 'pg'

/** Hears of changes that the triggers of the database tell; `certain` says whether none can be missed just now. */
export interface Ear {
  changed(what: string): void
  certain(certain: boolean): void
}

export const channel = 'bm23_changes'

/** The connection is asked this often whether it is alive, and left after this long without an answer, in milliseconds. */
const beat = 400

/**
 * Listens on a connection of its own, and again on a new one when it is lost. From the moment it might miss something the
 * ear is told so: nobody believes for longer than a second what is no longer true.
 */
export function listenTo(url: string, ear: Ear): () => Promise<void> {
  let stopped = false
  let client: pg.Client | undefined
  let wake: () => void = () => undefined
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const once = async () => {
    const one = new pg.Client({
      connectionString: url,
      application_name: 'bm23 listens',
      connectionTimeoutMillis: 2_000,
      query_timeout: beat,
    })
    client = one
    let lost = false
    one.on('error', () => {
      lost = true
      ear.certain(false)
    })
    one.on('notification', ({ payload = '' }) => ear.changed(payload))
    try {
      await one.connect()
      await one.query(`listen ${channel}`)
      ear.certain(true)
      while (!stopped && !lost) {
        await pause(beat)
        if (!stopped) await one.query('select')
      }
    } finally {
      ear.certain(false)
      // a server that hangs answers no farewell either
      void one.end().catch(() => undefined)
    }
  }

  const running = (async () => {
    while (!stopped) {
      // lost or not reached: nothing is believed meanwhile, and it is tried again
      await once().catch(() => undefined)
      if (!stopped) await pause(500)
    }
  })()
  return async () => {
    stopped = true
    wake()
    await running
    await client?.end().catch(() => undefined)
  }
}
