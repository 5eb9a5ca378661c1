import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '../../../contract/accounts.ts'
import { listMails, type Mail, retryMail } from '../../../contract/system.ts'
import { postgresUrl } from '../../../tests/database.ts'
import { type Client, password, startApp, type TestApp } from '../../../tests/harness.ts'
import { opened, type PostOffice, type Received, startPostOffice } from '../../../tests/post-office.ts'
import { deliverDue, startPost } from '../../platform/mail/post.ts'
import { openSmtp } from '../../platform/mail/smtp.ts'
import { invitationMail, passwordResetMail } from './letters.ts'

const kinds = [passwordResetMail, invitationMail]
const fresh = 'my very own words'

const tokenIn = (text: string) => /\/invitation\/([\w-]{40,})/.exec(text)?.[1] ?? ''

describe('with a mail server', () => {
  let app: TestApp
  let admin: Client
  let server: PostOffice
  const deliver = async () => {
    const smtp = openSmtp(app.platform.config)
    await deliverDue(app.ctx, kinds, smtp)
    smtp?.close()
  }
  const ask = (login: string) => app.call(contract.askPasswordReset, { body: { login, locale: 'lo' } })
  const person = async (login: string, email: string) => {
    const id = await app.account(login, 'student')
    await app.platform.db.updateTable('accounts').set({ email }).where('id', '=', id).execute()
    return id
  }
  const mails = async (): Promise<Mail[]> => (await admin.call(listMails, { query: {} })).body.items

  beforeAll(async () => {
    server = await startPostOffice()
    app = await startApp({
      ...{ BM23_SMTP_URL: server.url, BM23_MAIL_FROM: 'projects@example.edu', BM23_LOG_LEVEL: 'silent' },
      BM23_PUBLIC_URL: 'http://127.0.0.1',
    })
    await app.account('dean', 'admin')
    admin = await app.as('dean')
  })
  afterAll(async () => {
    await app.close()
    await server.close()
  })

  it('who forgot the password gets a link that works once and ends the other sessions', async () => {
    await person('nok', 'nok@example.edu')
    const elsewhere = await app.as('nok')
    expect((await ask('NOK@example.edu')).status).toBe(204)
    await deliver()
    const letter = server.received.at(-1) as Received
    expect(letter.to).toEqual(['nok@example.edu'])
    const { head, body } = opened(letter)
    expect(head).toMatch(/^From: projects@example\.edu\r?$/m)
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(body).toContain('ສະບາຍດີ nok')
    const params = { token: tokenIn(body) }
    expect((await app.call(contract.readInvitation, { params })).body).toMatchObject({ login: 'nok', purpose: 'reset' })
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.call(contract.acceptInvitation, { params, body: { password: fresh } })),
    )
    expect(answers.map((one) => one.status).sort()).toEqual([201, 410, 410])
    expect((await elsewhere.call(contract.readSession)).status).toBe(401)
    expect((await app.call(contract.signIn, { body: { login: 'nok', password } })).status).toBe(401)
    expect((await app.call(contract.signIn, { body: { login: 'nok', password: fresh } })).status).toBe(201)
    const [sent] = await mails()
    expect(sent).toMatchObject({ kind: 'passwordReset', status: 'sent', recipient: 'nok@example.edu', text: null })
    const rows = await app.platform.db.selectFrom('mails').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(params.token)
  })

  it('the answer is the same whoever is asked for, and nobody is written to who may not sign in', async () => {
    const gone = await person('gone', 'gone@example.edu')
    await app.account('silent', 'student') // no address
    await app.platform.db.updateTable('accounts').set({ status: 'deactivated' }).where('id', '=', gone).execute()
    const before = server.received.length
    const answers = []
    for (const login of ['gone', 'silent', 'nobody of this name', 'nobody@example.edu']) answers.push(await ask(login))
    expect(answers.map((one) => one.status)).toEqual([204, 204, 204, 204])
    expect(new Set(answers.map((one) => String(one.raw))).size).toBe(1)
    await deliver()
    expect(server.received.length).toBe(before)
    // what somebody typed is not kept either
    expect(JSON.stringify(await mails())).not.toContain('nobody')
  })

  it('one account gets three letters an hour, and only the last link works', async () => {
    await person('much', 'much@example.edu')
    const before = server.received.length
    for (let i = 0; i < 5; i += 1) await ask('much')
    await deliver()
    const own = server.received.slice(before)
    expect(own).toHaveLength(3)
    const states = []
    for (const one of own) {
      const answer = await app.call(contract.readInvitation, { params: { token: tokenIn(opened(one).body) } })
      states.push(answer.status)
    }
    expect(states).toEqual([410, 410, 200])
  })

  it('a link is worth nothing after an hour, and after the account was shut', async () => {
    const id = await person('late', 'late@example.edu')
    await ask('late')
    await deliver()
    const params = { token: tokenIn(opened(server.received.at(-1) as Received).body) }
    app.setNow(new Date(Date.now() + 61 * 60_000))
    expect((await app.call(contract.acceptInvitation, { params, body: { password: fresh } })).status).toBe(410)
    app.setNow(null)
    await app.platform.db.updateTable('accounts').set({ status: 'deactivated' }).where('id', '=', id).execute()
    expect((await app.call(contract.acceptInvitation, { params, body: { password: fresh } })).status).toBe(410)
    const row = await app.platform.db.selectFrom('accounts').select('status').where('id', '=', id).executeTakeFirst()
    expect(row?.status).toBe('deactivated')
  })

  it('an invitation is mailed, in the language of the faculty, and outlives a question for a new password', async () => {
    const id = await person('guest', 'guest@example.edu')
    const change = { password_hash: null, status: 'invited' }
    await app.platform.db.updateTable('accounts').set(change).where('id', '=', id).execute()
    const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'mail' } })
    const [item] = invited.body.items
    expect(item).toMatchObject({ method: 'mail', email: 'guest@example.edu', path: null, password: null })
    await deliver()
    const invitation = tokenIn(opened(server.received.at(-1) as Received).body)
    await ask('guest')
    await deliver()
    const reset = tokenIn(opened(server.received.at(-1) as Received).body)
    for (const [token, purpose] of [
      [invitation, 'invitation'],
      [reset, 'reset'],
    ] as const) {
      expect((await app.call(contract.readInvitation, { params: { token } })).body.purpose).toBe(purpose)
    }
    const taken = { params: { token: invitation }, body: { password: fresh } }
    expect((await app.call(contract.acceptInvitation, taken)).status).toBe(201)
    // who has chosen a password needs the other link no more
    expect((await app.call(contract.readInvitation, { params: { token: reset } })).status).toBe(410)
  })

  it('whoever is given another way in can use the link before it no more', async () => {
    const id = await person('twice', 'twice@example.edu')
    const invite = async (method: 'link' | 'password') =>
      (await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method } })).body.items[0]
    await ask('twice')
    await deliver()
    const links = [
      tokenIn(opened(server.received.at(-1) as Received).body),
      (await invite('link'))?.path?.slice(12) ?? '',
    ]
    await invite('password')
    const answers = await Promise.all(links.map((token) => app.call(contract.readInvitation, { params: { token } })))
    expect(answers.map((one) => one.problem.code)).toEqual(['account.linkInvalid', 'account.linkInvalid'])
  })

  it('a letter that only another release knows is left for it', async () => {
    const values = { kind: 'of-the-next-release', data: '{}' }
    const { id } = await app.platform.db.insertInto('mails').values(values).returning('id').executeTakeFirstOrThrow()
    await deliver()
    const row = await app.platform.db.selectFrom('mails').select('status').where('id', '=', id).executeTakeFirst()
    expect(row?.status).toBe('waiting')
    await app.platform.db.deleteFrom('mails').where('id', '=', id).execute()
  })

  it('nobody is invited when one of them has no address', async () => {
    const [one, two] = [await person('has', 'has@example.edu'), await app.account('hasnot', 'student')]
    const body = { accountIds: [one, two], method: 'mail' as const }
    const refused = await admin.call(contract.inviteAccounts, { body })
    expect(refused.problem).toMatchObject({ status: 422, code: 'account.noEmail', data: { name: 'hasnot' } })
    const before = server.received.length
    await deliver()
    expect(server.received.length).toBe(before)
  })

  it('what the server cannot take now is tried again under the same Message-ID, and what it never takes is given up', async () => {
    await person('again', 'again@example.edu')
    server.refuse({ code: 451, message: 'later please' })
    await ask('again')
    await deliver()
    expect((await mails())[0]).toMatchObject({
      status: 'waiting',
      attempts: 1,
      error: expect.stringContaining('later'),
    })
    await deliver()
    expect((await mails())[0], 'not before its time').toMatchObject({ attempts: 1 })
    server.refuse(null)
    app.setNow(new Date(Date.now() + 31_000))
    await deliver()
    const [sent] = await mails()
    expect(sent).toMatchObject({ status: 'sent', attempts: 2, error: null })
    expect(server.received.at(-1)?.text).toContain(`<${sent?.id}@127.0.0.1>`)

    server.refuse({ code: 550, message: 'no such mailbox' })
    await ask('again')
    await deliver()
    const [failed] = await mails()
    expect(failed).toMatchObject({ status: 'failed', error: expect.stringContaining('no such mailbox') })
    server.refuse(null)
    const params = { mailId: failed?.id ?? '' }
    expect((await admin.call(retryMail, { params })).status).toBe(200)
    expect((await admin.call(retryMail, { params })).problem.code).toBe('resource.notFound')
    await deliver()
    expect((await mails())[0]).toMatchObject({ id: failed?.id, status: 'sent' })
    const events = await app.platform.db
      .selectFrom('events')
      .select('name')
      .where('name', '=', 'mail.retried')
      .execute()
    expect(events).toHaveLength(1)
    app.setNow(null)
  })

  it.skipIf(!postgresUrl)('two workers send no letter twice', async () => {
    const before = server.received.length
    for (let i = 0; i < 20; i += 1) {
      await person(`crowd-${i}`, `crowd-${i}@example.edu`)
      await ask(`crowd-${i}`)
    }
    const posts = [1, 2].map(() => startPost(app.ctx, kinds, openSmtp(app.platform.config)))
    await expect.poll(() => server.received.length, { timeout: 20_000 }).toBe(before + 20)
    await Promise.all(posts.map((one) => one.stop()))
    const to = server.received.slice(before).flatMap((one) => one.to)
    expect(new Set(to).size).toBe(20)
  })
})

describe('without a mail server', () => {
  it.skipIf(!postgresUrl)('an installation on a server says that it sends none', async () => {
    const first = await startApp()
    const app = await startApp({ BM23_DATABASE_URL: String(first.databaseUrl) })
    try {
      const id = await app.account('dean', 'admin')
      const admin = await app.as('dean')
      const asked = await app.call(contract.askPasswordReset, { body: { login: 'dean', locale: 'en' } })
      const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'mail' } })
      const { mail } = (await app.call(contract.readInstallation)).body
      expect([mail, asked.problem.code, invited.problem.code]).toEqual(['off', 'mail.off', 'mail.off'])
    } finally {
      await app.close()
      await first.close()
    }
  })

  it('a trial keeps its letters for administrators to read', async () => {
    const app = await startApp({ BM23_LOG_LEVEL: 'silent' })
    try {
      const id = await app.account('nok', 'student')
      await app.platform.db.updateTable('accounts').set({ email: 'nok@example.edu' }).where('id', '=', id).execute()
      await app.account('dean', 'admin')
      const admin = await app.as('dean')
      const { mail } = (await app.call(contract.readInstallation)).body
      const asked = await app.call(contract.askPasswordReset, { body: { login: 'nok', locale: 'en' } })
      const invited = await admin.call(contract.inviteAccounts, { body: { accountIds: [id], method: 'mail' } })
      expect([mail, asked.status, invited.status]).toEqual(['kept', 204, 201])
      await deliverDue(app.ctx, kinds, null)
      const { items } = (await admin.call(listMails, { query: { status: 'kept', q: 'nok@' } })).body
      expect(items.map((one) => one.kind).sort()).toEqual(['invitation', 'passwordReset'])
      const token = tokenIn(items.find((one) => one.kind === 'passwordReset')?.text ?? '')
      expect((await app.call(contract.readInvitation, { params: { token } })).status).toBe(200)
    } finally {
      await app.close()
    }
  })
})
