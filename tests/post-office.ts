import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as a mail server received it. */
export interface Received {
  readonly to: readonly string[]
  readonly text: string
}

interface Refusal {
  code: number
  message: string
}

/** A mail server that takes what it is given, unless it is told to refuse. */
export async function startPostOffice() {
  const received: Received[] = []
  let refusal: Refusal | null = null
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }))
        received.push({ to: envelope.rcptTo.map((one) => one.address), text: Buffer.concat(chunks).toString() })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuse: (next: Refusal | null) => {
      refusal = next
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export type PostOffice = Awaited<ReturnType<typeof startPostOffice>>

/** The plain text of a letter, and its headers with their words. */
export function opened({ text }: Received): { head: string; body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const encoded = /content-transfer-encoding: (\S+)/i.exec(head)?.[1]?.toLowerCase()
  const raw = rest.join('\r\n\r\n')
  if (encoded === 'base64') return { head, body: Buffer.from(raw, 'base64').toString() }
  const bytes = raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return { head, body: encoded === 'quoted-printable' ? Buffer.from(bytes, 'latin1').toString() : raw }
}
