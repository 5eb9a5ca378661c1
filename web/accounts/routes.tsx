import { IconSettings, IconUsers } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** Signing in, one's own account, everybody's accounts, and what the faculty calls itself. */
export const accountScreens: readonly Screen[] = [
  {
    path: '/sign-in',
    access: 'public',
    title: 'accounts.signIn',
    messages: ['accounts'],
    load: () => import('./entry/sign-in.tsx').then((module) => module.SignInPage),
  },
  {
    path: '/sign-in/provider',
    access: 'public',
    title: 'accounts.signIn',
    messages: ['accounts'],
    load: () => import('./entry/provider-return.tsx').then((module) => module.ProviderReturnPage),
  },
  {
    path: '/invitation/$token',
    access: 'public',
    title: 'accounts.welcome',
    messages: ['accounts'],
    load: () => import('./entry/accept-invitation.tsx').then((module) => module.AcceptInvitationPage),
  },
  {
    path: '/forgotten-password',
    access: 'public',
    title: 'accounts.resetTitle',
    messages: ['accounts'],
    load: () => import('./entry/forgotten-password.tsx').then((module) => module.ForgottenPasswordPage),
  },
  {
    path: '/register',
    access: 'public',
    title: 'accounts.register',
    messages: ['accounts'],
    load: () => import('./entry/register.tsx').then((module) => module.RegisterPage),
  },
  {
    path: '/change-password',
    access: 'signedIn',
    bare: true,
    title: 'accounts.firstPassword',
    messages: ['accounts'],
    load: () => import('./entry/first-password.tsx').then((module) => module.FirstPasswordPage),
  },
  {
    path: '/second-factor',
    access: 'signedIn',
    bare: true,
    title: 'accounts.factor',
    messages: ['accounts', 'passkeys'],
    load: () => import('./entry/demanded-factor.tsx').then((module) => module.DemandedFactorPage),
  },
  {
    path: '/account',
    access: 'signedIn',
    title: 'app.account',
    messages: ['accounts', 'passkeys', 'privacy'],
    load: () => import('./own-account.tsx').then((module) => module.OwnAccountPage),
  },
  {
    path: '/accounts',
    access: 'account.manage',
    title: 'nav.accounts',
    messages: ['accounts', 'privacy'],
    load: () => import('./office/account-list.tsx').then((module) => module.AccountListPage),
    nav: { section: 'office', label: 'nav.accounts', icon: IconUsers, last: true },
  },
  {
    path: '/settings',
    access: 'setting.manage',
    title: 'nav.settings',
    messages: ['accounts'],
    load: () => import('./office/settings.tsx').then((module) => module.SettingsPage),
    nav: { section: 'office', label: 'nav.settings', icon: IconSettings, last: true },
  },
]
