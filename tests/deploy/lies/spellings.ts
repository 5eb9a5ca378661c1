/** Addresses that some reader takes for another host's, as they stand in a link. */
export const redirectSpellings: readonly string[] = [
  ...['//evil.example', '///evil.example', '////evil.example', '//evil.example/%2e%2e', '//evil.example:443/'],
  ...['/\\evil.example', '\\\\evil.example', '\\/evil.example', '/\\/evil.example', '//\\evil.example'],
  ...['https://evil.example', 'https:evil.example', 'https:/evil.example', 'HTTPS://EVIL.EXAMPLE', 'http:evil.example'],
  ...['//bm23.test@evil.example', 'https://bm23.test@evil.example/', '@evil.example', '//evil.example#@bm23.test/'],
  ...[
    '/%0d%0aLocation:%20//evil.example',
    '/%0aX-Injected:%201',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
  ],
  ...['/.//evil.example', '/..//evil.example', '/a/..//evil.example', '/%2e//evil.example', '/%2f/evil.example'],
  ...['/%5cevil.example', '/%09/evil.example', '//evil%E3%80%82example', '/;//evil.example', '/?//evil.example'],
  ...[
    'javascript:alert(1)',
    'data:text/html,evil',
    '//[::ffff:127.0.0.1]/',
    '//0x7f000001/',
    '.evil.example',
    ':80@evil.example',
  ],
]
