import { operations } from './canaries/operations.ts'
import { reliability } from './canaries/reliability.ts'
import { security } from './canaries/security.ts'
import type { Canary } from './canary.ts'

export const canaries: readonly Canary[] = [...security, ...reliability, ...operations]
