/** Sends what waits in the table `mails`: at least once each, the same Message-ID when twice. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Ctx } from '../ctx.ts'
import { scrub } from '../observe/outward/scrub.ts'
import type { MailKind } from './letter.ts'
import { claimMail, type DueMail, deleteMail, finishMail, noteMailError } from './mail.queries.ts'
import type { Smtp } from './smtp.ts'

/** Seconds until the next attempt after the first, the second, ... failed: about two days in all. */
const pauses = [30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400]
const lookEveryMs = 2_000

export interface Post {
  /** Finishes the letter that is going out, then stops. */
  stop(): Promise<void>
}

/** The server refuses this letter, today and tomorrow (5xx). */
const isFinal = (error: unknown) => {
  const code = (error as { responseCode?: unknown }).responseCode
  return typeof code === 'number' && code >= 500 && code < 600
}

async function deliver(ctx: Ctx, kinds: ReadonlyMap<string, MailKind>, smtp: Smtp | null, mail: DueMail) {
  const within = <T>(work: (tx: Parameters<typeof deleteMail>[0]) => Promise<T>) => ctx.db.transaction().execute(work)
  const count = (outcome: 'sent' | 'failed') => ctx.observe.metrics.mails.inc({ outcome })
  try {
    const kind = kinds.get(mail.kind)
    // of a newer release that runs beside this one, which will send it
    if (!kind) throw new Error(`no letter of the kind ${mail.kind} is known`)
    const letter = await kind.write(ctx, mail.data)
    if (!letter) return await within((tx) => deleteMail(tx, mail.id))
    await smtp?.send(mail.id, letter)
    await within((tx) => finishMail(tx, mail.id, letter, smtp === null, ctx.now()))
    count('sent')
  } catch (error) {
    const forGood = isFinal(error) || mail.attempts > pauses.length
    count('failed')
    ctx.log.warn({ err: error, mail: mail.id, kind: mail.kind, attempts: mail.attempts, forGood }, 'mail not sent')
    await within((tx) => noteMailError(tx, mail.id, scrub(String((error as Error).message)), forGood, ctx.now()))
  }
}

/** Sends everything that is due now; how much that was. */
export async function deliverDue(ctx: Ctx, kinds: readonly MailKind[], smtp: Smtp | null, signal?: AbortSignal) {
  const byName = new Map(kinds.map((one) => [one.name, one]))
  for (let done = 0; ; done += 1) {
    if (signal?.aborted) return done
    const mail = await ctx.db.transaction().execute((tx) => claimMail(tx, ctx.now(), pauses))
    if (!mail) return done
    await deliver(ctx, byName, smtp, mail)
  }
}

/** Looks every few seconds, as long as this process works. */
export function startPost(ctx: Ctx, kinds: readonly MailKind[], smtp: Smtp | null): Post {
  const stopping = new AbortController()
  const { signal } = stopping
  const rounds = (async () => {
    while (!signal.aborted) {
      // a database that is down is looked at again later
      await deliverDue(ctx, kinds, smtp, signal).catch((error) => ctx.log.error({ err: error }, 'mail'))
      await wait(lookEveryMs, undefined, { signal }).catch(() => undefined) // woken to stop
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await rounds
      smtp?.close()
    },
  }
}
