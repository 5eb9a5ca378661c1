import type { ConstraintCodes } from '../platform/problem.ts'

export const constraints: ConstraintCodes = {
  accounts_login: 'account.loginTaken',
  accounts_email: 'account.emailTaken',
}
