import * as ownSessions from '../../contract/accounts/sessions.ts'
import * as tokenContract from '../../contract/accounts/tokens.ts'
import * as contract from '../../contract/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Credential, Reply, type Route, route } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import * as accounts from './accounts.ts'
import { deviceCookie, sessionCookie } from './cookie.ts'
import * as change from './entry/change.ts'
import { inviteAccounts } from './entry/invite.ts'
import { askPasswordReset } from './entry/reset.ts'
import * as office from './office.ts'
import { endOtherSessions, endOwnSession, listOwnSessions } from './sessions/own.ts'
import * as sessions from './sessions.ts'
import * as tokens from './tokens.ts'

function own(credential: Credential | null): Credential {
  if (!credential) throw new Refusal('session.missing')
  return credential
}

function welcome(ctx: Ctx, fresh: sessions.FreshSession) {
  const cookies = [sessionCookie(ctx.config, fresh.secret, fresh.maxAgeSeconds), deviceCookie(ctx.config, fresh.device)]
  return new Reply(sessions.presentHolder(ctx, fresh.holder), { 'set-cookie': cookies })
}

/** What the browser is told to forget: nothing of a person stays for the next at this machine. */
const everythingHere = '"cache", "cookies", "storage"'

export const routes: readonly Route[] = [
  route(contract.signIn, async (ctx, { body, origin }) =>
    welcome(ctx, await sessions.startSession(ctx, body.login, body.password, origin)),
  ),
  route(contract.readSession, (ctx, { credential }) => sessions.readOwnSession(ctx, own(credential))),
  route(contract.signOut, async (ctx, { credential }) => {
    await sessions.endSession(ctx, own(credential))
    return new Reply(undefined, { 'set-cookie': sessionCookie(ctx.config, '', 0), 'clear-site-data': everythingHere })
  }),
  route(contract.wearHat, (ctx, { body, credential }) => sessions.wearHat(ctx, own(credential), body.hat)),
  route(contract.changePassword, async (ctx, { body, origin }) =>
    welcome(ctx, await change.changePassword(ctx, body, origin)),
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
    welcome(ctx, await change.acceptInvitation(ctx, params.token, body.password, origin)),
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
  route(tokenContract.listAccessTokens, async (ctx) => ({ items: await tokens.listTokens(ctx) })),
  route(tokenContract.createAccessToken, (ctx, { body }) => tokens.createToken(ctx, body.name, body.expiresOn)),
  route(tokenContract.revokeAccessToken, async (ctx, { params }) => {
    await tokens.revokeToken(ctx, params.tokenId)
    return undefined
  }),
  route(contract.readInstallation, (ctx) => accounts.readInstallation(ctx)),
  route(contract.updateInstallation, (ctx, { body, ifMatch }) => accounts.updateInstallation(ctx, ifMatch, body)),
]
