import type { Seen } from './seen.ts'

/** Values of a header that are worse than ours, or better in no way; null: it is not sent. */
const headers: Readonly<Record<string, readonly (string | null)[]>> = {
  'content-security-policy': [
    null,
    ...[
      "default-src 'self'",
      "default-src 'none'",
      "default-src 'none' https:",
      "script-src 'self'",
      "img-src 'self'",
      'x',
    ],
    ...[
      "script-src 'self' 'unsafe-inline'; object-src 'none'",
      "script-src data:; object-src 'none'",
      'default-src https:',
    ],
    ...[
      "default-src 'self'; object-src *",
      "default-src 'self' http://a.example",
      "default-src 'self'; img-src http://a.example",
    ],
    ...["default-src 'self'; media-src ftp://a.example", "default-src 'self'; script-src 'self' 'unsafe-eval'"],
    ...["default-src 'none'; style-src 'unsafe-inline'", "default-src 'none'; style-src 'nonce-abc' 'unsafe-inline'"],
    ...[
      "default-src 'none'; style-src *",
      "default-src 'none'; default-src 'self'",
      "script-src 'strict-dynamic'; object-src 'none'",
    ],
    ...[
      "script-src 'strict-dynamic' 'nonce-abc' https: 'unsafe-inline'; object-src 'none'",
      "default-src 'none'; script-src",
    ],
    ...[
      "default-src 'none'; report-uri /a; report-uri /b",
      "default-src 'none'; frame-ancestors *",
      "FRAME-ANCESTORS 'none'",
    ],
  ],
  'strict-transport-security': [
    null,
    ...[
      'max-age=300',
      'max-age=15552000',
      'max-age=31536000, max-age=31536000',
      'includeSubDomains',
      'max-age=',
      'max-age=0',
    ],
    ...['max-age=31536000; includeSubDomains; preload, max-age=31536000', 'MAX-AGE=31536000'],
  ],
  'x-content-type-options': [null, 'nosniff, nosniff', 'NoSniff', 'sniff'],
  'referrer-policy': [
    null,
    ...[
      'unsafe-url',
      'origin',
      'no-referrer-when-downgrade',
      'strict-origin',
      'no-referrer, unsafe-url',
      'whatever',
      'same-origin, x',
    ],
  ],
  'cross-origin-resource-policy': [null, 'same-site', 'cross-origin', 'same-origin, same-origin', 'nobody'],
}

const cookies: readonly string[][] = [
  [],
  ...[['a=1'], ['a=1; Secure'], ['a=1; Secure; SameSite=Lax'], ['sessionid=1; HttpOnly; SameSite=Lax']],
  ...[['sessionid=1; Secure; SameSite=Lax'], ['csrftoken=1; Secure'], ['login=1; Secure; HttpOnly']],
  ...[['a=1; SameSite=None'], ['a=1; Secure; SameSite=Strict', 'sess=1; HttpOnly']],
]

const scripts = [
  '',
  '<p>nothing</p>',
  ...[
    '/a.js',
    '//cdn.example/a.js',
    'https://cdn.example/a.js',
    'http://cdn.example/a.js',
    'https://www.bm23.test/a.js',
  ].flatMap((src) => [
    `<script src="${src}"></script>`,
    `<script src="${src}" integrity="sha384-x" crossorigin="anonymous"></script>`,
  ]),
  '<script src="/a.js" integrity="sha384-x"></script><script src="https://cdn.example/a.js"></script>',
  '<script src="/a.js"></script><script src="https://cdn.example/a.js" integrity="sha384-x"></script>',
  '<script>inline()</script>',
]

const routes = (host: string): readonly string[][] => [
  [`http://${host}/`],
  [`http://${host}/`, `http://${host}/a`],
  [`http://${host}/`, `http://${host}/a`, `https://${host}/`],
  [`http://${host}/`, 'https://other.example/'],
]

/** A good page, each time with one thing spoilt: what a checker says of good answers alone, it could say of any. */
export function spoilt(page: Seen): [string, Seen][] {
  const { origin } = page.elsewhere
  const without = (name: string, value: string | null): Seen => {
    const { [name]: _, ...rest } = page.headers
    return { ...page, headers: value === null ? rest : { ...rest, [name]: value } }
  }
  const unframed = (value: string | null): Seen => {
    const open = without('content-security-policy', "default-src 'none'")
    const { 'x-frame-options': _, ...rest } = open.headers
    return { ...open, headers: value === null ? rest : { ...rest, 'x-frame-options': value } }
  }
  const unprotected = without('strict-transport-security', null)
  const shared = [
    { 'access-control-allow-origin': '*' },
    { 'access-control-allow-origin': origin },
    { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' },
    { 'access-control-allow-origin': 'https://friend.example', 'access-control-allow-credentials': 'true' },
  ]
  return [
    ...Object.entries(headers).flatMap(([name, values]) =>
      values.map((value): [string, Seen] => [`${name}: ${value}`, without(name, value)]),
    ),
    ...[null, 'DENY', 'sameorigin', 'ALLOW-FROM https://a.example', 'DENY, DENY', 'nobody'].map(
      (value): [string, Seen] => [`x-frame-options: ${value}`, unframed(value)],
    ),
    ...cookies.flatMap((held): [string, Seen][] => [
      [`cookies ${held.join()}`, { ...page, cookies: held }],
      [`cookies ${held.join()} unprotected`, { ...unprotected, cookies: held }],
    ]),
    ...scripts.map((body): [string, Seen] => [`scripts ${body}`, { ...page, body }]),
    ...routes(page.host).map((route): [string, Seen] => [`route ${route.join()}`, { ...page, route }]),
    ...shared.map((given): [string, Seen] => [
      `sharing ${Object.values(given).join()}`,
      { ...page, elsewhere: { origin, headers: given } },
    ]),
  ]
}
