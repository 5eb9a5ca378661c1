import {
  askPasswordReset,
  inviteAccounts,
  readInstallation,
  updateInstallation,
} from '../../../../contract/accounts.ts'
import { createAccount } from '../../../../server/accounts/accounts.ts'
import { invitationMail, passwordResetMail } from '../../../../server/accounts/entry/letters.ts'
import { deliverDue } from '../../../../server/platform/mail/post.ts'
import { openSmtp } from '../../../../server/platform/mail/smtp.ts'
import { good } from '../../../faculty.ts'
import type { Client, TestApp } from '../../../harness.ts'
import type { Received } from '../../../post-office.ts'
import { evil, mark, payloads, product } from './payloads.ts'

/** Letters to people with such names, from a faculty with such a name: what went to another, or says what it must not. */
export async function letters(app: TestApp, admin: Client, received: readonly Received[]) {
  const { version, mail, ...installation } = good(await app.call(readInstallation))
  const lines = payloads.find((one) => one.includes('Bcc')) ?? ''
  const name = { ...installation.name, lo: lines.slice(0, 150) }
  const renamed = await admin.call(updateInstallation, { ifMatch: version, body: { ...installation, name } })
  const accountIds: string[] = []
  for (const [at, displayName] of payloads.entries()) {
    const person = { displayName, login: `reader${at}`, email: `reader${at}@example.org`, role: 'advisor' } as const
    accountIds.push(await app.ctx.db.transaction().execute((tx) => createAccount(tx, app.ctx, person)))
  }
  good(await admin.call(inviteAccounts, { body: { accountIds, method: 'mail' } }))
  for (const login of [...payloads, `reader0@example.org, ${evil}`, `reader0@example.org\r\nBcc: ${evil}`])
    await app.call(askPasswordReset, { body: { login: login.slice(0, 200), locale: 'lo' } })
  const smtp = openSmtp(app.platform.config)
  await deliverDue(app.ctx, [passwordResetMail, invitationMail], smtp)
  smtp?.close()
  const wrong = received.flatMap(({ to, text }) => {
    const head = text.slice(0, text.indexOf('\r\n\r\n'))
    return [
      ...to.filter((one) => !/^reader\d+@example\.org$/.test(one)).map((one) => `to ${one}`),
      ...(to.length === 1 ? [] : [`to ${to.length}`]),
      ...(head.match(new RegExp(`^(?:b?cc|set-cookie|x-${mark})\\b.*`, 'gim')) ?? []),
      ...(text.includes(product) ? ['a template was filled in'] : []),
    ]
  })
  return { renamed: renamed.status, sent: received.length, wrong }
}
