/** The first file descriptor that a service manager hands over, by the protocol of sd_listen_fds(3). */
const firstHanded = 3

/**
 * The listening socket that a service manager holds for this process, as its file descriptor; undefined where there is none.
 * Held open between two lives of a process it keeps who connects meanwhile waiting instead of refused, so a restart
 * fails no request. Throws when more than one is handed over: this program listens in one place.
 */
export function handedSocket(env: Readonly<Record<string, string | undefined>>, pid: number): number | undefined {
  if (env.LISTEN_PID !== String(pid)) return undefined
  const count = Number(env.LISTEN_FDS)
  if (count === 0) return undefined
  if (count !== 1) throw new Error(`LISTEN_FDS is ${env.LISTEN_FDS}: one socket is expected`)
  return firstHanded
}
