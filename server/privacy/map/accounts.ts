import { type DataMap, gone, ofAccount, plain } from './classes.ts'

/** Who may sign in and how; what is remembered of it. */
export const accountTables = {
  accounts: {
    what: 'who may sign in',
    retention: 'account',
    views: [ofAccount('id')],
    why: 'The row stays under a pseudonym, so that what others did with the person still points somewhere.',
    columns: {
      ...plain('id', 'status', 'must_change_password', 'created_at', 'version', 'roles', 'email_claimed'),
      display_name: 'identity/pseudonym',
      login: 'identity/blank',
      email: 'contact/blank',
      password_hash: 'secret/blank',
      locale: 'plain/blank',
      last_sign_in_at: 'trace/blank',
    },
  },
  sessions: {
    what: 'browsers that are signed in',
    retention: 'signIn',
    views: [ofAccount('account_id')],
    columns: {
      ...gone('id', 'account_id', 'hat', 'created_at', 'expires_at', 'strong'),
      id_hash: 'secret/delete',
      last_seen_at: 'trace/delete',
      ip: 'trace/delete',
      user_agent: 'trace/delete',
    },
  },
  known_devices: {
    what: 'browsers that signed in before',
    retention: 'signIn',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id'), device_hash: 'secret/delete', last_used_at: 'trace/delete' },
  },
  one_time_links: {
    what: 'invitations and links for a new password',
    retention: 'signIn',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id', 'created_at', 'expires_at', 'used_at', 'purpose'), token_hash: 'secret/delete' },
  },
  second_factors: {
    what: 'authenticator apps',
    retention: 'account',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id', 'created_at', 'confirmed_at', 'last_step'), seed: 'secret/delete' },
  },
  recovery_codes: {
    what: 'recovery codes of an authenticator app',
    retention: 'account',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id', 'used_at'), code_hash: 'secret/delete' },
  },
  sign_in_steps: {
    what: 'sign-ins that wait for a code',
    retention: 'signIn',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id', 'expires_at', 'by_provider'), ticket_hash: 'secret/delete' },
  },
  provider_identities: {
    what: 'who the provider of single sign-on says a person is',
    retention: 'account',
    views: [ofAccount('account_id')],
    columns: { ...gone('account_id', 'issuer', 'linked_at'), subject: 'identity/delete' },
  },
  provider_visits: {
    what: 'browsers that were sent to the provider and are not back yet',
    retention: 'day',
    views: [],
    why: 'Nobody is known yet; it is gone after a day.',
    columns: { ...plain('return_to', 'expires_at'), ticket_hash: 'secret/keep' },
  },
  access_tokens: {
    what: 'tokens for programs',
    retention: 'account',
    views: [ofAccount('account_id')],
    columns: {
      ...gone('id', 'account_id', 'created_at', 'expires_at', 'strong'),
      name: 'content/delete',
      token_hash: 'secret/delete',
      last_used_at: 'trace/delete',
    },
  },
  sign_in_attempts: {
    what: 'wrong passwords in a row, by a keyed hash of what was typed',
    retention: 'day',
    views: [],
    why: 'Nobody can be found in it; it is gone after a day.',
    columns: { ...plain('failures', 'last_at'), login_hash: 'secret/keep' },
  },
  idempotency_keys: {
    what: 'answers kept for a repetition of the same request',
    retention: 'day',
    views: [ofAccount('account_id')],
    why: 'An answer is a copy of what stands elsewhere.',
    columns: {
      ...gone('account_id', 'key', 'created_at'),
      request_hash: 'secret/delete',
      answer: 'copy/delete',
    },
  },
  mails: {
    what: 'letters that wait, went out, or could not',
    retention: 'mail',
    views: [{ whose: { by: 'mail', column: 'account_id' } }],
    columns: {
      ...gone('id', 'kind', 'status', 'created_at', 'next_at', 'attempts', 'done_at', 'account_id'),
      data: 'contact/delete',
      recipient: 'contact/delete',
      subject: 'content/delete',
      body: 'content/delete',
      error: 'content/delete',
    },
  },
  installation: {
    what: 'what the faculty calls itself',
    retention: 'year',
    views: [],
    columns: plain('singleton', 'name_lo', 'name_th', 'name_en', 'colour', 'default_locale', 'logo', 'version'),
  },
  operations: {
    what: 'when jobs, backups and drills last worked',
    retention: 'year',
    views: [],
    columns: plain('name', 'succeeded_at', 'failed_at', 'detail', 'error'),
  },
} as const satisfies Partial<DataMap>
