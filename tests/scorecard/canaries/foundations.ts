import type { Canary } from '../canary.ts'

/** Of what the rest of the security stands on: passwords, TLS, what is sent and what is installed. */
export const foundations: readonly Canary[] = [
  {
    ...{ id: 'weak-hash', line: 'S6', file: 'server/accounts/passwords.ts' },
    find: 'memoryCost: 47_104',
    replace: 'memoryCost: 4_096',
  },
  {
    ...{ id: 'guesses-may-be-chosen', line: 'S6', file: 'server/accounts/passwords.ts' },
    find: "if (isGuessable(password, ['bm23', ...known]))",
    replace: "if (isGuessable('', known))",
  },
  {
    ...{ id: 'faculty-may-be-chosen', line: 'S6', file: 'server/accounts/accounts.ts' },
    find: '[...known, ...Object.values(name)]',
    replace: '[...known]',
  },
  {
    ...{ id: 'password-trimmed', line: 'S6', file: 'contract/accounts.ts' },
    find: 'NewPassword = Password.min(',
    replace: 'NewPassword = Password.trim().min(',
  },
  {
    ...{ id: 'old-password-not-asked', line: 'S6', file: 'server/accounts/entry/change.ts' },
    find: "if (!matches) throw new Refusal('password.wrong')",
    replace: '',
  },
  {
    ...{ id: 'sessions-outlive-the-password', line: 'S6', file: 'server/accounts/entry/change.ts' },
    find: 'await credentials.deleteSessionsOf(tx, id)',
    replace: '',
  },
  {
    ...{ id: 'another-suite', line: 'S14', file: 'deploy/nginx/nginx.conf' },
    find: 'ECDHE-RSA-CHACHA20-POLY1305;',
    replace: 'ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-CCM8:ECDHE-ARIA128-GCM-SHA256;',
  },
  {
    ...{ id: 'tls-of-one-server-only', line: 'S14', file: 'deploy/nginx/site.conf' },
    find: 'server_name _;',
    replace: 'server_name _; ssl_ciphers HIGH:!aNULL;',
  },
  {
    ...{ id: 'tickets', line: 'S14', file: 'deploy/nginx/nginx.conf' },
    find: 'ssl_session_tickets off;',
    replace: 'ssl_session_tickets on;',
  },
  {
    ...{ id: 'another-curve-first', line: 'S14', file: 'deploy/nginx/nginx.conf' },
    find: 'ssl_ecdh_curve X25519:prime256v1:secp384r1;',
    replace: 'ssl_ecdh_curve secp384r1:prime256v1:X25519;',
  },
  {
    ...{ id: 'a-protocol-less', line: 'S14', file: 'deploy/nginx/nginx.conf' },
    find: 'ssl_protocols TLSv1.2 TLSv1.3;',
    replace: 'ssl_protocols TLSv1.3;',
  },
  {
    ...{ id: 'order-put-together', line: 'S15', file: 'server/defenses/room-queries.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: 'order by ${sql.ref(`r.${column}`)}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    replace: 'order by ${sql.raw(`r.${column}`)}',
  },
  {
    ...{ id: 'search-put-together', line: 'S15', file: 'server/defenses/room-queries.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: 'r.name ilike ${containing(query.q)}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    replace: 'r.name ilike ${sql.raw("\'" + containing(query.q) + "\'")}`',
  },
  {
    ...{ id: 'any-order', line: 'S15', file: 'contract/endpoint.ts' },
    find: 'sort: z.enum(choices).optional()',
    replace: 'sort: (choices.length > 0 ? z.string() : z.enum(choices)).optional()',
  },
  {
    ...{ id: 'patterns-of-others', line: 'S15', file: 'server/platform/page.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: '.replace(/[\\\\%_]/g, (sign) => `\\\\${sign}`)',
    replace: '',
  },
  {
    ...{ id: 'names-as-addresses', line: 'S15', file: 'server/platform/mail/smtp.ts' },
    find: 'to: { name, address }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    replace: 'to: `${name} <${address}>`',
  },
]
