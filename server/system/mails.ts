/** Mail as administrators see it: what waits, what went out, what could not. */
import type { Page } from '../../contract/endpoint.ts'
import type { Mail } from '../../contract/system.ts'
import type { Ctx } from '../platform/ctx.ts'
import { listMailRows, type MailFilter, retryFailedMail } from '../platform/mail/mail.queries.ts'
import { containing, toPage } from '../platform/page.ts'
import { found } from '../platform/problem.ts'
import { mailRetried } from './events.ts'

export async function listMails(ctx: Ctx, query: MailFilter): Promise<Page<Mail>> {
  const { rows, total } = await listMailRows(ctx.db, query, query.q ? containing(query.q) : null)
  return toPage(rows, total, query, (row) => ({
    id: row.id,
    kind: row.kind as Mail['kind'],
    status: row.status as Mail['status'],
    createdAt: row.created_at,
    attempts: row.attempts,
    nextAt: row.status === 'waiting' ? row.next_at : null,
    doneAt: row.done_at,
    recipient: row.recipient,
    subject: row.subject,
    text: row.body,
    error: row.error,
  }))
}

/** @throws resource.notFound when no letter of that id has failed for good */
export async function retryMail(ctx: Ctx, id: string): Promise<{ ok: true }> {
  await ctx.db.transaction().execute(async (tx) => {
    const kind = found(await retryFailedMail(tx, id, ctx.now()))
    await ctx.record(tx, ctx, mailRetried, { type: 'mail', id }, { kind })
  })
  return { ok: true }
}
