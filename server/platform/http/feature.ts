import type { ScopeTable } from '../authorize.ts'
import type { Reaction } from '../events.ts'
import type { MailKind } from '../mail/letter.ts'
import type { ConstraintCodes } from '../problem.ts'
import type { Route } from './route.ts'

/** What a feature gives to the program. `server/features.ts` lists them in order. */
export interface Feature {
  readonly name: string
  readonly routes: readonly Route[]
  readonly reactions?: readonly Reaction[]
  readonly scopes?: ScopeTable
  readonly constraints?: ConstraintCodes
  readonly mails?: readonly MailKind[]
}
