import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../serving/postgres.ts'
import { type Authority, makeAuthority } from './authority.ts'

const source = fileURLToPath(new URL('../../deploy/nginx/', import.meta.url))
const program = '/usr/sbin/nginx'
const brotli = '/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so'

/** Why a test behind nginx is left out; false where it can run. */
export const withoutNginx =
  !(existsSync(program) && existsSync(brotli)) &&
  'nginx is not installed (packages nginx and libnginx-mod-http-brotli-filter)'

export const siteName = 'bm23.test'

export interface Nginx {
  readonly folder: string
  readonly httpsPort: number
  readonly httpPort: number
  readonly authority: Authority
  /** Lines of the access log so far. */
  log(): Record<string, unknown>[]
  /** Reads the configuration again; connections go on. */
  reload(): void
  close(): Promise<void>
}

export interface Site {
  /** Ports of the processes behind. */
  readonly ports: readonly [number, number]
  /** Other texts of the configuration to replace, such as a time that is too long for a test. */
  readonly changes?: Readonly<Record<string, string>>
}

/** deploy/nginx as it is, with the places and ports of this run. */
function install(folder: string, authority: Authority, site: Site, ports: { http: number; https: number }): void {
  const changes: Record<string, string> = {
    'user www-data;': '',
    'worker_processes auto;': 'worker_processes 2;',
    '/run/nginx.pid': join(folder, 'nginx.pid'),
    '/var/log/nginx/': `${folder}/`,
    '/var/lib/nginx/': `${folder}/`,
    '/var/www/acme': join(folder, 'acme'),
    '/etc/nginx/bm23': join(folder, 'bm23'),
    '/etc/letsencrypt/live/bm23.example.edu/fullchain.pem': authority.certificateFile,
    '/etc/letsencrypt/live/bm23.example.edu/privkey.pem': authority.keyFile,
    'http {': `http { fastcgi_temp_path ${folder}/1; uwsgi_temp_path ${folder}/2; scgi_temp_path ${folder}/3;`,
    'listen 80': `listen 127.0.0.1:${ports.http}`,
    'listen 443': `listen 127.0.0.1:${ports.https}`,
    'https://bm23.example.edu': `https://${siteName}:${ports.https}`,
    'bm23.example.edu': siteName,
    '127.0.0.1:2323': `127.0.0.1:${site.ports[0]}`,
    '127.0.0.1:2324': `127.0.0.1:${site.ports[1]}`,
    ...site.changes,
  }
  mkdirSync(join(folder, 'bm23'))
  mkdirSync(join(folder, 'acme'))
  for (const name of readdirSync(source)) {
    let text = readFileSync(join(source, name), 'utf8').replaceAll(/^.*listen \[::\].*\n/gm, '')
    for (const [from, to] of Object.entries(changes)) text = text.replaceAll(from, to)
    writeFileSync(name === 'nginx.conf' ? join(folder, name) : join(folder, 'bm23', name), text)
  }
}

/** The real nginx with the configuration of deploy/nginx, on free ports, with a certificate of a laboratory. */
export async function startNginx(site: Site): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-nginx-'))
  chmodSync(folder, 0o755)
  const [http, https] = [await freePort(), await freePort()]
  const authority = makeAuthority(join(folder, 'tls'), [siteName])
  install(folder, authority, site, { http, https })
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  execFileSync(program, [...args, '-t', '-q'], { stdio: 'inherit' })
  const child = spawn(program, [...args, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'inherit'] })
  // the check before has made the file, and left it empty
  const listens = () => readFileSync(join(folder, 'nginx.pid'), 'utf8') !== ''
  for (let left = 100; !listens(); left -= 1) {
    if (left === 0 || child.exitCode !== null) throw new Error('nginx does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    folder,
    httpsPort: https,
    httpPort: http,
    authority,
    log: () =>
      readFileSync(join(folder, 'bm23.log'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    reload: () => execFileSync(program, [...args, '-s', 'reload']),
    close: async () => {
      await stop(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
