import type { Canary } from '../canary.ts'

export const security: readonly Canary[] = [
  {
    ...{ id: 'every-advisor-supervises', line: 'S2', file: 'server/projects/policy.ts' },
    find: 'select id from advisors where account_id =',
    replace: 'select id from advisors where true or account_id =',
  },
  {
    ...{ id: 'every-office-manages', line: 'S2', file: 'server/projects/policy.ts' },
    find: 'where office.account_id =',
    replace: 'where true or office.account_id =',
  },
  {
    ...{ id: 'route-rights-not-demanded', line: 'S2', file: 'server/platform/http/mount.ts' },
    find: "if (endpoint.permission !== 'signedIn') platform.authorize.demand",
    replace: "if (endpoint.permission === 'year.manage') platform.authorize.demand",
  },
  {
    ...{ id: 'no-rest-for-the-account', line: 'S5', file: 'server/accounts/guesses/guesses.ts' },
    find: 'if (attempts > attemptsAllowed)',
    replace: 'if (attempts > 1_000)',
  },
  {
    ...{ id: 'guesses-by-full-ipv6', line: 'S5', file: 'server/accounts/guesses/guesses.ts' },
    find: 'const address = addressKey(origin.ip)',
    replace: 'const address = origin.ip',
  },
  {
    ...{ id: 'origin-not-compared', line: 'S10', file: 'server/platform/http/safety.ts' },
    find: 'new URL(origin).host !== own',
    replace: 'new URL(origin).host === own',
  },
  {
    ...{ id: 'site-not-looked-at', line: 'S10', file: 'server/platform/http/safety.ts' },
    find: "site !== undefined && site !== 'same-origin' && site !== 'none'",
    replace: "site === 'none-of-these'",
  },
  {
    ...{ id: 'router-refuses-by-itself', line: 'S16', file: 'server/platform/http/server.ts' },
    find: 'void sendProblem(req, reply, toRefusal(error, constraints), error)',
    replace: 'void reply.send(error)',
  },
]
