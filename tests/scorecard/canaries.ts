import { edge } from './canaries/edge.ts'
import { foundations } from './canaries/foundations.ts'
import { operations } from './canaries/operations.ts'
import { passkeys } from './canaries/passkeys.ts'
import { reliability } from './canaries/reliability.ts'
import { security } from './canaries/security.ts'
import { singleSignOn } from './canaries/single-sign-on.ts'
import type { Canary } from './canary.ts'

export const canaries: readonly Canary[] = [
  ...security,
  ...edge,
  ...passkeys,
  ...singleSignOn,
  ...foundations,
  ...reliability,
  ...operations,
]
