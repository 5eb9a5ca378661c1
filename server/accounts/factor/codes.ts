/** The codes themselves: those of the app, and recovery codes. Each is good once. */

import type { Keyring } from '../../platform/config/keyring.ts'
import { seal, sealedBefore, unseal } from '../../platform/config/seal.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/problem.ts'
import { recoveryCodeUsed } from '../events.ts'
import { hashSecret, makePassword } from '../passwords.ts'
import * as queries from './queries.ts'
import { stepOfCode } from './totp.ts'

const purpose = 'second factor'
const recoveryCodes = 10

/** The keys that seeds are sealed by; null where nobody can set up a factor. */
export function keysOf(config: Pick<Config, 'secondFactor' | 'secretKeys'>): Keyring | null {
  return config.secondFactor === 'off' ? null : config.secretKeys
}

export const sealSeed = (keys: Keyring, accountId: string, seed: Buffer) => seal(keys, purpose, accountId, seed)

/** What a code turned out to be: null when it is wrong or was used. */
export type Taken = 'app' | 'recovery' | null

/** Takes a code of somebody who signs in or proves that it is still the same person. */
export async function takeCode(tx: Tx, ctx: Ctx, accountId: string, code: string): Promise<Taken> {
  if (/^\d{6}$/.test(code)) return (await takeAppCode(tx, ctx, accountId, code)) ? 'app' : null
  if (!(await queries.takeRecoveryCode(tx, accountId, hashSecret(code), ctx.now()))) return null
  const left = await queries.countRecoveryCodes(tx, accountId)
  await ctx.record(tx, ctx, recoveryCodeUsed, { type: 'account', id: accountId }, { left })
  return 'recovery'
}

/** Takes a code of the app. @throws factor.notBegun when there is no seed */
export async function takeAppCode(tx: Tx, ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const factor = await queries.findFactor(tx, accountId)
  if (!factor) throw new Refusal('factor.notBegun')
  const keys = ctx.config.secretKeys
  const seed = keys && unseal(keys, purpose, accountId, factor.seed)
  if (!seed) {
    ctx.log.error({ accountId }, 'the seed of a second factor cannot be opened: BM23_SECRET_KEYS lacks its key')
    return false
  }
  const step = stepOfCode(seed, code, ctx.now())
  if (step === null || !(await queries.takeStep(tx, accountId, step))) return false
  if (sealedBefore(keys, factor.seed)) await queries.setSeed(tx, accountId, sealSeed(keys, accountId, seed))
  return true
}

/** Ten fresh recovery codes in place of all before; only their hashes are kept. */
export async function makeRecoveryCodes(tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, makePassword)
  const hashes = codes.map((code) => hashSecret(code.replaceAll('-', '')))
  await queries.replaceRecoveryCodes(tx, accountId, hashes)
  return codes
}
