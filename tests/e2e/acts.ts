import type { Locator, Page } from 'playwright-core'
import type { Answered, Endpoint, Sent } from '../../contract/endpoint.ts'
import { addressOf } from '../../web/api/address.ts'
import type { TestApp } from '../harness.ts'
import { labelled, lao } from './lao.ts'
import type { Person, Stage } from './stage.ts'

type Options<E extends Endpoint> = Partial<Sent<E>> & {
  ifMatch?: number
  file?: { name: string; mimeType: string; buffer: Buffer }
}

/** Asks the interface with the session of a person: to choose who plays in the story, and to look behind the screen. */
export async function ask<E extends Endpoint>(
  { context }: Person,
  endpoint: E,
  options?: Options<E>,
): Promise<NonNullable<Answered<E>>> {
  const { params, query, body, ifMatch, file } = (options ?? {}) as Options<Endpoint> & {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
  }
  const answer = await context.request.fetch(addressOf(endpoint, params, query), {
    method: endpoint.method,
    ...(ifMatch === undefined ? {} : { headers: { 'if-match': `"${ifMatch}"` } }),
    ...(file ? { multipart: { file } } : body === undefined ? {} : { data: body }),
  })
  if (!answer.ok()) throw new Error(`${endpoint.operationId}: ${answer.status()} ${await answer.text()}`)
  return await answer.json()
}

/** The field with this label. */
export function field(where: Page | Locator, label: string): Locator {
  return where.getByLabel(labelled(label)).and(where.locator('input, textarea, select'))
}

export async function press(where: Page | Locator, name: string): Promise<void> {
  await where.getByRole('button', { name, exact: true }).click()
}

/** Chooses in a field that offers a list. */
export async function choose(page: Page, where: Page | Locator, label: string, option: string): Promise<void> {
  await field(where, label).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** Days that a field did not take as typed; the story goes on, and its last chapter fails. */
export const lostDays: string[] = []

/** Types a day as people here write it, 24/09/2026. */
export async function typeDay(where: Page | Locator, label: string, day: string): Promise<void> {
  const input = field(where, label)
  const typed = day.split('-').reverse().join('/')
  await input.fill(typed)
  await input.press('Tab')
  const kept = await input.inputValue()
  if (kept === typed) return
  lostDays.push(`${label}: ${typed} became ${kept || 'nothing'}`)
  await input.fill(day)
  await input.press('Tab')
}

/** Waits for a sentence. */
export async function reads(where: Page | Locator, text: string): Promise<void> {
  await where.getByText(text).first().waitFor()
}

export async function goTo({ page }: Person, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // Lists of a year are read again once the year is known, and a form that starts again would lose what is typed.
  await page.waitForLoadState('networkidle')
}

/** Somebody at a browser who is signed in already. */
export async function enter(stage: Stage, app: TestApp, name: string, login = name): Promise<Person> {
  const person = await stage.open(name)
  const [cookie = '', value = ''] = ((await app.as(login)).cookie ?? '').split('=')
  await person.context.addCookies([{ name: cookie, value, url: stage.url }])
  return person
}

export async function signIn(person: Person, login: string, password: string): Promise<void> {
  const { page } = person
  await page.goto('/sign-in')
  await field(page, lao('accounts.login')).fill(login)
  await field(page, lao('accounts.password')).fill(password)
  await press(page, lao('accounts.signIn'))
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Opens an account of the list and does something with it. */
async function openAccount(admin: Person, name: string, action: string): Promise<Locator> {
  const { page } = admin
  await goTo(admin, '/accounts')
  await field(page, lao('table.search')).fill(name)
  await page.getByRole('button', { name: lao('accounts.actionsFor', { name }), exact: true }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
  return page.getByRole('dialog', { name: action === lao('accounts.edit') ? action : undefined })
}

/** Gives an account the user name with which the person will sign in. */
export async function giveLogin(admin: Person, name: string, login: string): Promise<void> {
  const dialog = await openAccount(admin, name, lao('accounts.edit'))
  await field(dialog, lao('accounts.userName')).fill(login)
  await press(dialog, lao('action.save'))
  await reads(admin.page, lao('action.saved'))
}

/** Invites somebody; returns the link or the first password. */
export async function invite(admin: Person, name: string, method: 'link' | 'password'): Promise<string> {
  const dialog = await openAccount(admin, name, lao('accounts.invite'))
  const label = lao(method === 'link' ? 'accounts.methodLink' : 'accounts.methodPassword')
  await dialog.getByRole('radio', { name: label }).check()
  await press(dialog, lao('accounts.inviteCreate'))
  await reads(dialog, lao('secret.once'))
  return ((await dialog.getByRole('code').first().textContent()) ?? '').trim()
}

/** Chooses a password where a link led to. */
export async function acceptLink({ page }: Person, password: string): Promise<void> {
  await field(page, lao('accounts.newPassword')).fill(password)
  await field(page, lao('accounts.repeatPassword')).fill(password)
  await press(page, lao('accounts.setPassword'))
  await page.waitForURL((url) => url.pathname === '/')
}

/** Replaces a first password, which is all that somebody with one may do. */
export async function replacePassword({ page }: Person, first: string, password: string): Promise<void> {
  await field(page, lao('accounts.currentPassword')).fill(first)
  await field(page, lao('accounts.newPassword')).fill(password)
  await field(page, lao('accounts.repeatPassword')).fill(password)
  await press(page, lao('accounts.changePassword'))
  await page.waitForURL((url) => url.pathname === '/')
}

/** Hands in a file where a form for it stands; `name` tells the forms of a page apart. */
export async function handIn({ page }: Person, name: string, file: { name: string; buffer: Buffer }): Promise<void> {
  const label = `${lao('submissions.handIn')}: ${name}`
  await press(page, label)
  const form = page.getByRole('group', { name: label, exact: true })
  const chooser = page.waitForEvent('filechooser')
  await press(form, lao('file.choose'))
  await (await chooser).setFiles({ mimeType: 'application/pdf', ...file })
  await press(form, lao('submissions.send'))
  await reads(page, lao('submissions.sent', { version: '1' }))
}

/** Approves the newest version that waits on the page. */
export async function approveWork({ page }: Person, feedback: string): Promise<void> {
  await page
    .getByRole('button', { name: lao('submissions.review'), exact: true })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: lao('submissions.approve') }).check()
  await field(dialog, lao('submissions.feedbackOptional')).fill(feedback)
  await press(dialog, lao('submissions.decide'))
  await reads(page, lao('submissions.approved'))
}

/** Opens one part of the page of a project. */
export async function openTab(person: Person, projectId: string, tab: string): Promise<void> {
  await goTo(person, `/projects/${projectId}?tab=${tab}`)
}
