import type { Canary } from '../canary.ts'

/** Of what stands at the edge: the proxy, its headers and addresses. */
export const edge: readonly Canary[] = [
  {
    ...{ id: 'no-header-on-errors', line: 'S11', file: 'deploy/nginx/nginx.conf' },
    find: 'add_header X-Content-Type-Options nosniff always;',
    replace: 'add_header X-Content-Type-Options nosniff;',
  },
  {
    ...{ id: 'hsts-twice', line: 'S11', file: 'deploy/nginx/nginx.conf' },
    find: '    proxy_hide_header Strict-Transport-Security;\n',
    replace: '',
  },
]
