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
  {
    ...{ id: 'origin-reflected', line: 'S13', file: 'server/platform/http/server.ts' },
    find: '    refuseOtherHost(req, config.publicUrl)\n',
    replace:
      "    refuseOtherHost(req, config.publicUrl)\n    if (req.headers.origin) reply.headers({ 'access-control-allow-origin': req.headers.origin, 'access-control-allow-credentials': 'true' })\n",
  },
  {
    ...{ id: 'host-in-mail', line: 'S13', file: 'server/platform/http/server.ts' },
    find: '    refuseOtherHost(req, config.publicUrl)\n',
    replace:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
      "    refuseOtherHost(req, config.publicUrl)\n    const claimed = req.headers['x-forwarded-host']\n    if (claimed) Object.assign(config, { publicUrl: `https://${claimed}` })\n",
  },
  {
    ...{ id: 'back-to-anywhere', line: 'S13', file: 'web/ui/inside.ts' },
    find: "return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/'",
    replace: "return origin + pathname + search + hash === here + '/' ? '/' : target",
  },
  {
    ...{ id: 'probes-by-another-spelling', line: 'S13', file: 'deploy/nginx/site.conf' },
    find: 'location ~ ^/(?:health|metrics)(?:/|$) { return 404; }',
    replace: 'if ($request_uri ~ ^/(?:health|metrics)(?:/|$)) { return 404; }',
  },
  {
    ...{ id: 'an-ending-makes-no-difference', line: 'S13', file: 'server/platform/http/server.ts' },
    find: '    bodyLimit: 1_048_576,\n',
    replace: "    bodyLimit: 1_048_576,\n    rewriteUrl: (req) => (req.url ?? '/').replace(/\\/\\w+\\.css$/, ''),\n",
  },
]
