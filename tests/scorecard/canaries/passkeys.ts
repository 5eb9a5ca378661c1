import type { Canary } from '../canary.ts'

const question = "('passkey_visits')\n    .where('ticket_hash', '=', hash)"

export const passkeys: readonly Canary[] = [
  {
    ...{ id: 'copied-passkey', line: 'S7', file: 'server/accounts/passkey/queries.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: '(counter < ${counter} or (counter = 0 and ${counter} = 0))',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    replace: '(counter <> ${counter} or (counter = 0 and ${counter} = 0))',
  },
  {
    ...{ id: 'question-answered-twice', line: 'S7', file: 'server/accounts/passkey/queries.ts' },
    find: `.deleteFrom${question}\n    .where('account_id', 'is not distinct from', accountId)\n    .where('expires_at', '>', now.toISOString())\n    .returning('expires_at')`,
    replace: `.selectFrom${question}\n    .where('account_id', 'is not distinct from', accountId)\n    .where('expires_at', '>', now.toISOString())\n    .select('expires_at')`,
  },
  {
    ...{ id: 'question-of-another-kind', line: 'S7', file: 'server/accounts/passkey/queries.ts' },
    find: "    .where('account_id', 'is not distinct from', accountId)\n",
    replace: '',
  },
  {
    ...{ id: 'nobody-verified', line: 'S7', file: 'server/accounts/passkey/ceremony.ts' },
    find: 'counter: 0 },\n      requireUserVerification: true,',
    replace: 'counter: 0 },\n      requireUserVerification: false,',
  },
  {
    ...{ id: 'factor-beside-a-passkey', line: 'S7', file: 'server/accounts/factor/own.ts' },
    find: 'owesFactor(ctx.config, { roles, strong }) && (await countPasskeys(db, id)) > 0',
    replace: 'owesFactor(ctx.config, { roles, strong }) && (await countPasskeys(db, id)) > 9',
  },
]
