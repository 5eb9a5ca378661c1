import * as passkeyContract from '../../contract/accounts/passkeys.ts'
import * as providerContract from '../../contract/accounts/provider.ts'
import * as factorContract from '../../contract/accounts/second-factor.ts'
import * as ownSessions from '../../contract/accounts/sessions.ts'
import * as tokenContract from '../../contract/accounts/tokens.ts'
import * as contract from '../../contract/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Credential, Reply, type Route, route } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import * as accounts from './accounts.ts'
import { deviceCookie, passkeyCookie, sessionCookie, stepCookie, visitCookie } from './cookie.ts'
import * as change from './entry/change.ts'
import { inviteAccounts } from './entry/invite.ts'
import { askPasswordReset } from './entry/reset.ts'
import { finishSignIn } from './factor/finish.ts'
import { liftSecondFactor } from './factor/lift.ts'
import * as factor from './factor/own.ts'
import type { FreshStep } from './factor/step.ts'
import * as office from './office.ts'
import * as passkeys from './passkey/own.ts'
import { beginPasskeySignIn, finishPasskeySignIn } from './passkey/sign-in.ts'
import * as ownProvider from './provider/own.ts'
import { beginProviderSignIn, finishProviderSignIn } from './provider/sign-in.ts'
import { endOtherSessions, endOwnSession, listOwnSessions } from './sessions/own.ts'
import * as sessions from './sessions.ts'
import * as tokens from './tokens.ts'

function own(credential: Credential | null): Credential {
  if (!credential) throw new Refusal('session.missing')
  return credential
}

function welcome(ctx: Ctx, fresh: sessions.FreshSession, more: readonly string[] = []) {
  const cookies = [sessionCookie(ctx.config, fresh.secret, fresh.maxAgeSeconds), deviceCookie(ctx.config, fresh.device)]
  return new Reply(sessions.presentHolder(ctx, fresh.holder), { 'set-cookie': [...cookies, ...more] })
}

/** The session, or the question for the code that is owed. */
function welcomeOrAsk(ctx: Ctx, fresh: sessions.FreshSession | FreshStep, more: readonly string[] = []) {
  if ('holder' in fresh) return welcome(ctx, fresh, more)
  const cookie = stepCookie(ctx.config, fresh.ticket, fresh.maxAgeSeconds)
  return new Reply({ owes: 'code' as const }, { 'set-cookie': [cookie, ...more] }, 202)
}

/**
 * What the browser is told to forget: nothing of a person stays for the next at this machine. Not "cookies": browsers take
 * those of the whole registered domain, and who signs out here would be signed out of all that the university runs.
 */
const everythingHere = '"cache", "storage"'

export const routes: readonly Route[] = [
  route(contract.signIn, async (ctx, { body, origin }) =>
    welcomeOrAsk(ctx, await sessions.startSession(ctx, body.login, body.password, origin)),
  ),
  route(factorContract.finishSignIn, async (ctx, { body, origin }) =>
    welcome(ctx, await finishSignIn(ctx, body.code, origin), [stepCookie(ctx.config, '', 0)]),
  ),
  route(providerContract.beginProviderSignIn, async (ctx, { body }) => {
    const { address, ticket, maxAgeSeconds } = await beginProviderSignIn(ctx, body.returnTo)
    return new Reply({ address }, { 'set-cookie': visitCookie(ctx.config, ticket, maxAgeSeconds) })
  }),
  route(providerContract.finishProviderSignIn, async (ctx, { body, origin }) => {
    const { fresh, returnTo } = await finishProviderSignIn(ctx, body, origin)
    const reply = welcomeOrAsk(ctx, fresh, [visitCookie(ctx.config, '', 0)])
    return new Reply({ ...reply.body, returnTo }, reply.headers, reply.status)
  }),
  route(passkeyContract.beginPasskeySignIn, async (ctx) => {
    const { asked, question } = await beginPasskeySignIn(ctx)
    return new Reply(asked, {
      'set-cookie': passkeyCookie(ctx.config, question.ticket, question.maxAgeSeconds),
    })
  }),
  route(passkeyContract.finishPasskeySignIn, async (ctx, { body, origin }) =>
    welcome(ctx, await finishPasskeySignIn(ctx, body, origin), [passkeyCookie(ctx.config, '', 0)]),
  ),
  route(contract.readSession, (ctx, { credential }) => sessions.readOwnSession(ctx, own(credential))),
  route(contract.signOut, async (ctx, { credential }) => {
    await sessions.endSession(ctx, own(credential))
    return new Reply(undefined, { 'set-cookie': sessionCookie(ctx.config, '', 0), 'clear-site-data': everythingHere })
  }),
  route(contract.wearHat, (ctx, { body, credential }) => sessions.wearHat(ctx, own(credential), body.hat)),
  route(contract.changePassword, async (ctx, { body, origin, credential }) =>
    welcome(ctx, await change.changePassword(ctx, body, origin, own(credential))),
  ),
  route(contract.setLocale, async (ctx, { body, credential }) => {
    await accounts.setOwnLocale(ctx, body.locale)
    return await sessions.readOwnSession(ctx, own(credential))
  }),
  route(contract.listAccounts, (ctx, { query }) => office.listAccounts(ctx, query)),
  route(contract.updateAccount, (ctx, { params, body, ifMatch }) =>
    office.updateAccount(ctx, params.accountId, ifMatch, body),
  ),
  route(contract.inviteAccounts, async (ctx, { body }) => ({
    items: await inviteAccounts(ctx, body.accountIds, body.method),
  })),
  route(contract.readInvitation, (ctx, { params }) => change.readInvitation(ctx, params.token)),
  route(contract.acceptInvitation, async (ctx, { params, body, origin }) =>
    welcomeOrAsk(ctx, await change.acceptInvitation(ctx, params.token, body.password, origin)),
  ),
  route(contract.askPasswordReset, async (ctx, { body }) => {
    await askPasswordReset(ctx, body.login, body.locale)
    return undefined
  }),
  route(ownSessions.listSessions, async (ctx, { credential }) => ({
    items: await listOwnSessions(ctx, own(credential)),
  })),
  route(ownSessions.endOwnSession, async (ctx, { params }) => {
    await endOwnSession(ctx, params.sessionId)
    return undefined
  }),
  route(ownSessions.endOtherSessions, (ctx, { credential }) => endOtherSessions(ctx, own(credential))),
  route(providerContract.readOwnProvider, (ctx) => ownProvider.readOwnProvider(ctx)),
  route(providerContract.unlinkProvider, async (ctx, { body, origin, credential }) => {
    await ownProvider.unlinkProvider(ctx, body.password, origin, own(credential))
    return undefined
  }),
  route(factorContract.readSecondFactor, (ctx) => factor.readSecondFactor(ctx)),
  route(factorContract.beginSecondFactor, (ctx, { body, origin, credential }) =>
    factor.beginSecondFactor(ctx, body.password, origin, own(credential)),
  ),
  route(factorContract.confirmSecondFactor, async (ctx, { body, origin, credential }) => {
    const { fresh, recoveryCodes } = await factor.confirmSecondFactor(ctx, body.code, origin, own(credential))
    const { body: session, headers } = welcome(ctx, fresh)
    return new Reply({ session, recoveryCodes }, headers)
  }),
  route(factorContract.renewRecoveryCodes, async (ctx, { body, origin }) => ({
    recoveryCodes: await factor.renewRecoveryCodes(ctx, body, origin),
  })),
  route(factorContract.removeSecondFactor, async (ctx, { body, origin, credential }) =>
    welcome(ctx, await factor.removeSecondFactor(ctx, body, origin, own(credential))),
  ),
  route(factorContract.liftSecondFactor, async (ctx, { params, body }) => {
    await liftSecondFactor(ctx, params.accountId, body.reason)
    return undefined
  }),
  route(passkeyContract.listPasskeys, async (ctx) => ({ items: await passkeys.listPasskeys(ctx) })),
  route(passkeyContract.beginPasskey, async (ctx, { body, origin, credential }) => {
    const { question, ...rest } = await passkeys.beginPasskey(ctx, body, origin, own(credential))
    return new Reply(rest, { 'set-cookie': passkeyCookie(ctx.config, question.ticket, question.maxAgeSeconds) })
  }),
  route(passkeyContract.confirmPasskey, async (ctx, { body, origin, credential }) =>
    welcome(ctx, await passkeys.confirmPasskey(ctx, body, origin, own(credential)), [passkeyCookie(ctx.config, '', 0)]),
  ),
  route(passkeyContract.renamePasskey, (ctx, { params, body }) =>
    passkeys.renamePasskey(ctx, params.passkeyId, body.name),
  ),
  route(passkeyContract.removePasskey, async (ctx, { params, body, origin, credential }) =>
    welcome(ctx, await passkeys.removePasskey(ctx, params.passkeyId, body, origin, own(credential))),
  ),
  route(tokenContract.listAccessTokens, async (ctx) => ({ items: await tokens.listTokens(ctx) })),
  route(tokenContract.createAccessToken, (ctx, { body, credential }) => tokens.createToken(ctx, body, own(credential))),
  route(tokenContract.revokeAccessToken, async (ctx, { params }) => {
    await tokens.revokeToken(ctx, params.tokenId)
    return undefined
  }),
  route(contract.readInstallation, (ctx) => accounts.readInstallation(ctx)),
  route(contract.updateInstallation, (ctx, { body, ifMatch }) => accounts.updateInstallation(ctx, ifMatch, body)),
]
