import type { Canary } from '../canary.ts'

/** Of what the rest of the security stands on: passwords, TLS, what is sent and what is installed. */
export const foundations: readonly Canary[] = [
  {
    ...{ id: 'weak-hash', line: 'S6', file: 'server/accounts/passwords.ts' },
    find: 'memoryCost: 47_104',
    replace: 'memoryCost: 4_096',
  },
  {
    ...{ id: 'guesses-may-be-chosen', line: 'S6', file: 'server/accounts/passwords.ts' },
    find: "if (isGuessable(password, ['bm23', ...known]))",
    replace: "if (isGuessable('', known))",
  },
  {
    ...{ id: 'faculty-may-be-chosen', line: 'S6', file: 'server/accounts/accounts.ts' },
    find: '[...known, ...Object.values(name)]',
    replace: '[...known]',
  },
  {
    ...{ id: 'password-trimmed', line: 'S6', file: 'contract/accounts.ts' },
    find: 'NewPassword = z.string().min(',
    replace: 'NewPassword = z.string().trim().min(',
  },
  {
    ...{ id: 'old-password-not-asked', line: 'S6', file: 'server/accounts/entry/change.ts' },
    find: "if (!matches) throw new Refusal('password.wrong')",
    replace: '',
  },
  {
    ...{ id: 'sessions-outlive-the-password', line: 'S6', file: 'server/accounts/entry/change.ts' },
    find: 'await credentials.deleteSessionsOf(tx, id)',
    replace: '',
  },
]
