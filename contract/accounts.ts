import { z } from 'zod'
import { Email, endpoint, Id, LoginName, listQuery, Moment, Nothing, pageOf, text } from './endpoint.ts'
import { type Permission, policy, roles } from './permissions.ts'

/** Who may sign in, how they prove it, and what the installation is called. */

export const Locale = z.enum(['lo', 'th', 'en'])
export type Locale = z.infer<typeof Locale>

export const Role = z.enum(roles)
/** Who has no password is `invited` while a one-time link waits, and `uninvited` before and after. */
export const AccountStatus = z.enum(['uninvited', 'invited', 'pending', 'active', 'deactivated'])
export type AccountStatus = z.infer<typeof AccountStatus>

const permissions = Object.keys(policy) as [Permission, ...Permission[]]

/** Of a password somebody chooses, of any script and kind: it is all that many have (NIST SP 800-63B-4, ASVS 6.2). */
export const shortestPassword = 15
const Password = z.string().min(1).max(512)
export const NewPassword = Password.min(shortestPassword)

export const SignedIn = z.object({
  account: z.object({
    id: Id,
    displayName: z.string(),
    login: z.string().nullable(),
    email: z.string().nullable(),
    locale: Locale.nullable(),
    mustChangePassword: z.boolean(),
    /** Nothing else may be done before. */
    mustSetUpFactor: z.boolean(),
  }),
  /** All roles the person holds; `hat` narrows what counts now to one of them. */
  roles: z.array(Role),
  hat: Role.nullable(),
  permissions: z.array(z.enum(permissions)),
})
export type SignedIn = z.infer<typeof SignedIn>

/** The password was right, and a code is owed: `finishSignIn` takes it. */
export const CodeOwed = z.object({ owes: z.literal('code') })

export const signIn = endpoint({
  operationId: 'signIn',
  method: 'POST',
  path: '/session',
  summary: 'Sign in by e-mail, user name or student ID',
  permission: 'public',
  body: z.object({ login: z.string().trim().min(1).max(200), password: Password }),
  answers: { 201: SignedIn, 202: CodeOwed },
  problems: ['session.badCredentials', 'account.locked', 'account.pending', 'account.deactivated'],
})

export const readSession = endpoint({
  operationId: 'readSession',
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in',
  permission: 'signedIn',
  duringPasswordChange: true,
  duringFactorSetup: true,
  answers: { 200: SignedIn },
})

export const signOut = endpoint({
  operationId: 'signOut',
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  permission: 'signedIn',
  duringPasswordChange: true,
  duringFactorSetup: true,
  answers: { 204: Nothing },
})

export const wearHat = endpoint({
  operationId: 'wearHat',
  method: 'PATCH',
  path: '/session',
  summary: 'Act in one of one’s roles only, or (null) in all of them',
  permission: 'signedIn',
  body: z.object({ hat: Role.nullable() }),
  answers: { 200: SignedIn },
  problems: ['permission.denied'],
})

export const changePassword = endpoint({
  operationId: 'changePassword',
  method: 'PUT',
  path: '/account/password',
  summary: 'Change one’s own password; ends one’s other sessions',
  permission: 'signedIn',
  duringPasswordChange: true,
  body: z.object({ current: Password, next: NewPassword }),
  answers: { 200: SignedIn },
  problems: ['password.wrong', 'password.tooCommon', 'password.unchanged'],
})

export const setLocale = endpoint({
  operationId: 'setLocale',
  method: 'PUT',
  path: '/account/locale',
  summary: 'Choose the language of one’s interface and mail',
  permission: 'signedIn',
  duringPasswordChange: true,
  duringFactorSetup: true,
  body: z.object({ locale: Locale }),
  answers: { 200: SignedIn },
})

export const Account = z.object({
  id: Id,
  displayName: z.string(),
  login: z.string().nullable(),
  email: z.string().nullable(),
  roles: z.array(Role),
  status: AccountStatus,
  lastSignInAt: Moment.nullable(),
  /** Whether there is an authenticator app or a passkey. */
  secondFactor: z.boolean(),
  createdAt: Moment,
  version: z.number().int(),
})
export type Account = z.infer<typeof Account>

export const listAccounts = endpoint({
  operationId: 'listAccounts',
  method: 'GET',
  path: '/accounts',
  summary: 'All accounts',
  permission: 'account.manage',
  query: listQuery(['displayName', 'createdAt', 'lastSignInAt'], {
    role: Role.optional(),
    status: AccountStatus.optional(),
  }),
  answers: { 200: pageOf(Account) },
})

export const updateAccount = endpoint({
  operationId: 'updateAccount',
  method: 'PATCH',
  path: '/accounts/:accountId',
  summary: 'Change login, e-mail, or whether the person may sign in',
  permission: 'account.manage',
  params: z.object({ accountId: Id }),
  ifMatch: true,
  body: z.object({
    displayName: text(200).optional(),
    login: LoginName.nullable().optional(),
    email: Email.nullable().optional(),
    status: z.enum(['active', 'deactivated']).optional(),
    admin: z.boolean().optional(),
  }),
  answers: { 200: Account },
  problems: ['account.loginTaken', 'account.emailTaken', 'account.lastAdmin', 'erasure.done', 'version.stale'],
})

const inviteMethods = z.enum(['mail', 'link', 'password'])

/** A way in for somebody who has no password yet: a link that works once, mailed or not, or a first password shown once. */
export const Invitation = z.object({
  accountId: Id,
  method: inviteMethods,
  /** Where the link is mailed to, only for `mail`. */
  email: z.string().nullable(),
  /** Path below the installation’s address, only for `link`. */
  path: z.string().nullable(),
  /** Shown this one time, only for `password`. */
  password: z.string().nullable(),
  login: z.string().nullable(),
  displayName: z.string(),
  expiresAt: Moment.nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const inviteAccounts = endpoint({
  operationId: 'inviteAccounts',
  secret: true,
  method: 'POST',
  path: '/invitations',
  summary: 'Give people a way in: a one-time link, mailed or shown, or a first password shown once',
  permission: 'account.manage',
  body: z.object({
    accountIds: z.array(Id).min(1).max(500),
    method: inviteMethods,
  }),
  problems: ['account.pending', 'account.deactivated', 'account.noEmail', 'mail.off'],
  answers: { 201: z.object({ items: z.array(Invitation) }) },
})

const tokenParams = z.object({ token: z.string().min(20).max(100) })

export const readInvitation = endpoint({
  operationId: 'readInvitation',
  method: 'GET',
  path: '/invitations/:token',
  summary: 'Whom a one-time link is for',
  permission: 'public',
  params: tokenParams,
  answers: {
    200: z.object({
      displayName: z.string(),
      login: z.string().nullable(),
      /** To choose a first password, or to replace one. */
      purpose: z.enum(['invitation', 'reset']),
    }),
  },
  problems: ['account.linkInvalid'],
})

export const acceptInvitation = endpoint({
  operationId: 'acceptInvitation',
  method: 'POST',
  path: '/invitations/:token',
  summary: 'Set a password with a one-time link, and sign in; ends one’s other sessions',
  permission: 'public',
  params: tokenParams,
  body: z.object({ password: NewPassword }),
  answers: { 201: SignedIn, 202: CodeOwed },
  problems: ['account.linkInvalid', 'password.tooCommon'],
})

export const askPasswordReset = endpoint({
  operationId: 'askPasswordReset',
  method: 'POST',
  path: '/password-resets',
  summary:
    'Have a one-time link mailed to who forgot the password; the answer is the same when there is nobody of that name',
  permission: 'public',
  body: z.object({ login: z.string().trim().min(1).max(200), locale: Locale }),
  answers: { 204: Nothing },
  problems: ['mail.off'],
})

/** What the installation calls itself and looks like. */
export const Installation = z.object({
  name: z.object({ lo: text(200), th: text(200), en: text(200) }),
  /** Accent colour, `#rrggbb`. */
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  defaultLocale: Locale,
  /** Logo as a small PNG or SVG-free raster data URL, or none. */
  logo: z
    .string()
    .max(200_000)
    .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/)
    .nullable(),
  /** Whether mail goes out, is kept for administrators of a trial, or is not configured. */
  mail: z.enum(['sent', 'kept', 'off']),
  /** What the provider is called that people may sign in through; null where there is none. */
  provider: z.string().nullable(),
  /** The address at which browsers make and show passkeys; null where none does. */
  passkeys: z.string().nullable(),
  version: z.number().int(),
})
export type Installation = z.infer<typeof Installation>

export const readInstallation = endpoint({
  operationId: 'readInstallation',
  method: 'GET',
  path: '/installation',
  summary: 'Name, colour, logo and default language of the faculty',
  permission: 'public',
  answers: { 200: Installation },
})

export const updateInstallation = endpoint({
  operationId: 'updateInstallation',
  method: 'PUT',
  path: '/installation',
  summary: 'Change name, colour, logo and default language of the faculty',
  permission: 'setting.manage',
  ifMatch: true,
  body: Installation.omit({ version: true, mail: true, provider: true, passkeys: true }),
  answers: { 200: Installation },
  problems: ['version.stale'],
})
