import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import type { Letter } from './letter.ts'

/** Where letters go. */
export interface Smtp {
  /** Hands a letter over; resolves when the server has taken it. The same id is the same letter, however often it comes. */
  send(id: string, letter: Letter): Promise<void>
  /** Speaks to the server without sending anything. */
  verify(): Promise<void>
  close(): void
}

/** How mail goes out: to a server, kept to be read by administrators of a trial, or not at all. */
export function mailing(config: Config): 'sent' | 'kept' | 'off' {
  if (config.smtpUrl !== null) return 'sent'
  return config.databaseUrl === null ? 'kept' : 'off'
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Null without BM23_SMTP_URL. A server elsewhere is spoken to only over TLS, whatever it offers. */
export function openSmtp({ smtpUrl, mailFrom, publicUrl }: Config): Smtp | null {
  if (smtpUrl === null) return null
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 465 : 587), secure },
    requireTLS: !secure && !loopback.test(hostname),
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 },
    ...{ pool: true, maxConnections: 1, disableFileAccess: true, disableUrlAccess: true },
  })
  const domain = publicUrl ? new URL(publicUrl).hostname : 'bm23'
  return {
    send: async (id, { name, address, locale, subject, text }) => {
      await transport.sendMail({
        ...{ from: mailFrom ?? '', to: { name, address }, subject, text, messageId: `<${id}@${domain}>` },
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale },
      })
    },
    verify: async () => void (await transport.verify()),
    close: () => transport.close(),
  }
}
