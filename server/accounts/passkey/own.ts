/** A person adds passkeys to the own account, names and removes them. */
import {
  type MadePasskey,
  mostPasskeys,
  type Passkey,
  type PasskeyWanted,
} from '../../../contract/accounts/passkeys.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Credential, Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { readInstallation } from '../accounts.ts'
import { deleteSessionsOf } from '../credential.queries.ts'
import * as events from '../events.ts'
import { demandProof, type Proof, refuseBesidePasskey } from '../factor/own.ts'
import { hasFactor } from '../factor/queries.ts'
import { lockAccount } from '../queries.ts'
import { browserOf } from '../sessions/browser.ts'
import { type FreshSession, openSession } from '../sessions.ts'
import { algorithms, ask, demandParty, patience, type Question, readMade, takeQuestion } from './ceremony.ts'
import { handleOf } from './handle.ts'
import { tellOwner } from './letters.ts'
import * as queries from './queries.ts'

const me = (ctx: Ctx) => ({ type: 'account', id: ctx.actor.accountId })

type Row = NonNullable<Awaited<ReturnType<typeof queries.setName>>>

const present = (row: Row): Passkey => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})

export async function listPasskeys(ctx: Ctx): Promise<Passkey[]> {
  return (await queries.listPasskeyRows(ctx.db, ctx.actor.accountId)).map(present)
}

/** Asks the browser for one. It wants proof first: who finds a session open cannot keep a way in. */
export async function beginPasskey(
  ctx: Ctx,
  proof: Proof,
  origin: Origin,
  credential: Credential,
): Promise<{ wanted: PasskeyWanted; name: string; question: Question }> {
  const party = demandParty(ctx)
  const account = await demandProof(ctx, proof, origin)
  await refuseBesidePasskey(ctx.db, ctx, account, credential)
  const rows = await queries.listPasskeyRows(ctx.db, account.id)
  if (rows.length >= mostPasskeys) throw new Refusal('passkey.tooMany')
  const faculty = await readInstallation(ctx)
  const question = await ask(ctx, account.id)
  const key = { type: 'public-key' } as const
  const wanted: PasskeyWanted = {
    challenge: question.challenge,
    rp: { id: party.id, name: faculty.name[account.locale ?? faculty.defaultLocale] },
    user: {
      id: handleOf(account.id),
      name: account.login ?? account.email ?? account.display_name,
      displayName: account.display_name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ ...key, alg })),
    timeout: patience,
    excludeCredentials: rows.map((row) => ({
      ...{ ...key, id: Buffer.from(row.credential_id).toString('base64url') },
      transports: row.transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
  }
  const { browser, system } = browserOf(origin.userAgent)
  return { wanted, name: [browser, system].filter(Boolean).join(' · '), question }
}

/** Keeps what the browser has made. From now on it signs in, and sessions of before end. */
export async function confirmPasskey(
  ctx: Ctx,
  { name, ...made }: MadePasskey & { name: string },
  origin: Origin,
  credential: Credential,
): Promise<FreshSession> {
  demandParty(ctx)
  const challenge = await takeQuestion(ctx, origin, ctx.actor.accountId)
  const passkey = await readMade(ctx, challenge, made)
  if (!passkey) throw new Refusal('passkey.unusable')
  return await ctx.db.transaction().execute(async (tx) => {
    const account = found(await lockAccount(tx, ctx.actor.accountId))
    await refuseBesidePasskey(tx, ctx, account, credential)
    if ((await queries.countPasskeys(tx, account.id)) >= mostPasskeys) throw new Refusal('passkey.tooMany')
    const kept = await queries.insertPasskey(tx, account.id, passkey, { name, now: ctx.now() })
    if (!kept) throw new Refusal('passkey.already')
    await deleteSessionsOf(tx, account.id)
    await ctx.record(tx, ctx, events.passkeyAdded, me(ctx), { passkey: name })
    await tellOwner(tx, ctx, account, 'passkeyAdded', name)
    return await openSession(tx, ctx, account, origin, 'passkey')
  })
}

export async function renamePasskey(ctx: Ctx, id: string, name: string): Promise<Passkey> {
  return await ctx.db.transaction().execute(async (tx) => {
    const row = found(await queries.setName(tx, ctx.actor.accountId, id, name))
    await ctx.record(tx, ctx, events.passkeyRenamed, me(ctx), { passkey: name })
    return present(row)
  })
}

/** Who has nothing else left signs in by the password alone from now on, and has shown no more. */
export async function removePasskey(
  ctx: Ctx,
  id: string,
  proof: Proof,
  origin: Origin,
  { strong }: Credential,
): Promise<FreshSession> {
  if (!(await queries.hasPasskey(ctx.db, ctx.actor.accountId, id))) throw new Refusal('resource.notFound')
  await demandProof(ctx, proof, origin)
  return await ctx.db.transaction().execute(async (tx) => {
    const account = found(await lockAccount(tx, ctx.actor.accountId))
    const name = found(await queries.deletePasskey(tx, account.id, id))
    await deleteSessionsOf(tx, account.id)
    await ctx.record(tx, ctx, events.passkeyRemoved, me(ctx), { passkey: name })
    await tellOwner(tx, ctx, account, 'passkeyRemoved', name)
    const left = (await hasFactor(tx, account.id)) || (await queries.countPasskeys(tx, account.id)) > 0
    return await openSession(tx, ctx, account, origin, strong && left ? 'kept' : null)
  })
}
