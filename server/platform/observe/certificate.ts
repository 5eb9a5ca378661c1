import { connect } from 'node:tls'

const hour = 3_600_000
/** Without an answer it is asked again sooner. */
const again = 300_000

/**
 * When the certificate of the public address ends, as its visitors see it; asked once an hour. Null without HTTPS or
 * without an answer.
 */
export function createCertificateWatch(publicUrl: string | null, now: () => Date): () => Promise<Date | null> {
  if (!publicUrl?.startsWith('https:')) return async () => null
  const { hostname, port } = new URL(publicUrl)
  let known: Date | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (now().getTime() - askedAt < (known ? hour : again)) return known
    askedAt = now().getTime()
    known = await endOfCertificate(hostname, Number(port || 443))
    return known
  }
}

function endOfCertificate(host: string, port: number): Promise<Date | null> {
  return new Promise((resolve) => {
    // an expired or foreign certificate is what we want to hear of
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: 2_000 })
    const answer = (end: Date | null) => {
      socket.destroy()
      resolve(end)
    }
    socket.once('secureConnect', () => answer(new Date(socket.getPeerCertificate().valid_to)))
    socket.once('timeout', () => answer(null))
    socket.once('error', () => answer(null))
  })
}
