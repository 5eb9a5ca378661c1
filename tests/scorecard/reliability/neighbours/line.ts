import { connect, createServer, type Socket } from 'node:net'

/** A line between the program and something it needs, which can be spoiled: it may be slow, lose what it carries, fall silent. */
export interface SickLine {
  readonly port: number
  /** What is sent arrives so many milliseconds later, in both directions. */
  delay(ms: number): void
  /** Of the connections and of the packets, this share ends in a reset; `draw` gives numbers from 0 to 1. */
  reset(share: number, draw?: () => number): void
  /** Nothing arrives any more, and nobody is told; what was sent meanwhile arrives when the line speaks again. */
  silent(is: boolean): void
  close(): Promise<void>
}

/** Opens a line to a port of this machine. */
export async function openLine(to: number): Promise<SickLine> {
  const state = { delay: 0, share: 0, silent: false, draw: () => 1 }
  const sockets = new Set<Socket>()
  let waiting: (() => void)[] = []
  const soon = (act: () => void) => {
    if (state.silent) waiting.push(act)
    else if (state.delay > 0) setTimeout(() => (state.silent ? waiting.push(act) : act()), state.delay)
    else act()
  }
  const carry = (from: Socket, into: Socket) => {
    from.on('data', (bytes) => {
      if (state.share > 0 && state.draw() < state.share) {
        from.resetAndDestroy()
        into.resetAndDestroy()
        return
      }
      soon(() => void (into.destroyed || into.write(bytes)))
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      // on a silent line nobody hears that the other has gone
      soon(() => into.destroy())
    })
  }
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const one of [near, far]) sockets.add(one.setNoDelay(true))
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    delay: (ms) => {
      state.delay = ms
    },
    reset: (share, draw = Math.random) => Object.assign(state, { share, draw }),
    silent: (is) => {
      state.silent = is
      if (is) return
      const all = waiting
      waiting = []
      for (const act of all) act()
    },
    close: async () => {
      for (const one of sockets) one.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
