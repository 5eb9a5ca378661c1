/** Follows the pages for operators, command by command, in a folder that stands for a fresh server: npm run follow. As root. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Pebble, startPebble } from '../deploy/pebble.ts'
import { type Catcher, startCatcher } from '../observability/catcher.ts'
import { freePort } from '../serving/postgres.ts'
import { compareRestored, mountOwnDisk, pairOfPorts } from './machine.ts'
import { eventually, type Services, startServices } from './services.ts'
import { fileSubstitutions, followed, type Place, pageSubstitutions, substitute } from './substitutions.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

/** The release, as it would be unpacked, with the files of deploy/ changed for this place. */
function unpack(place: Place, release: string): void {
  const target = join(place.root, 'opt', release)
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, encoding: 'utf8' })
  for (const file of files.split('\n').filter(Boolean)) {
    mkdirSync(dirname(join(target, file)), { recursive: true })
    cpSync(join(repository, file), join(target, file))
  }
  for (const folder of ['deploy', 'deploy/nginx', 'deploy/systemd', 'deploy/monitoring']) {
    for (const entry of readdirSync(join(target, folder), { withFileTypes: true }).filter((one) => one.isFile())) {
      const path = join(target, folder, entry.name)
      writeFileSync(path, substitute(readFileSync(path, 'utf8'), fileSubstitutions(place)))
    }
  }
}

/** Commands of a server that would change this machine, in front of the real ones. */
function makeShims({ root }: Place, pebble: Pebble, services: Services): void {
  const shims: Record<string, string> = {
    'apt-get': `[ "$1" = install ] || exit 0; shift
for name in "$@"; do case $name in -*) ;; *) dpkg -s "$name" >/dev/null 2>&1 || command -v "$name" >/dev/null || { echo "$name is not installed"; exit 1; };; esac; done`,
    systemctl: `exec node -e 'fetch(process.argv[1] + "/" + encodeURIComponent(process.argv.slice(2).join(" "))).then(async (r) => { process.stderr.write(await r.text()); process.exit(r.ok ? 0 : 1) })' ${services.url} "$@"`,
    nginx: `exec /usr/sbin/nginx -p ${root} -c ${root}/etc/nginx/nginx.conf -e ${root}/var/log/nginx/error.log "$@"`,
    certbot: `REQUESTS_CA_BUNDLE=${pebble.env.REQUESTS_CA_BUNDLE} exec /usr/bin/certbot "$@" --server ${pebble.directory} \\
  --config-dir ${root}/etc/letsencrypt --work-dir ${root}/var/lib/letsencrypt --logs-dir ${root}/var/log/letsencrypt`,
  }
  mkdirSync(join(root, 'shims'))
  for (const [name, text] of Object.entries(shims))
    writeFileSync(join(root, 'shims', name), `#!/bin/bash\n${text}\n`, { mode: 0o755 })
}

/** The fenced blocks of the page as one script, each under its heading. */
function scriptOf(page: string): string {
  const parts = [...page.matchAll(/^## (.*)$|^```sh\n([\s\S]*?)^```$/gm)]
  const script = parts.map(([, heading, block]) =>
    heading ? `echo; echo '=== ${heading.replaceAll("'", '’')}'` : block,
  )
  return ['set -euo pipefail', ...script].join('\n')
}

/** Lets Node find the name of the site and trust the authority of this run, as a server on the internet would. */
async function makeKnown({ root, domain }: Place, pebble: Pebble): Promise<Record<string, string>> {
  const [names, ca] = [join(root, 'names.mjs'), join(root, 'ca.pem')]
  writeFileSync(ca, await pebble.root())
  writeFileSync(
    names,
    `import dns from 'node:dns'
const lookup = dns.lookup
dns.lookup = (name, ...rest) => lookup(name === '${domain}' ? '127.0.0.1' : name, ...rest)
const later = dns.promises.lookup
dns.promises.lookup = (name, ...rest) => later(name === '${domain}' ? '127.0.0.1' : name, ...rest)
`,
  )
  return { NODE_OPTIONS: `--import=${names}`, NODE_EXTRA_CA_CERTS: ca }
}

function run(script: string, { root }: Place, known: Record<string, string>): Promise<number | null> {
  const path = `${root}/shims:${root}/usr/local/bin:${process.env.PATH}`
  const env = { ...process.env, PATH: path, PGHOST: '/tmp', ...known }
  // what waits for something that never comes ends as well
  const child = spawn('timeout', ['1800', 'bash', '-c', script], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve) => child.once('exit', resolve))
}

/** What a person at a browser gets, over TLS that only the authority of this run makes valid. */
function ask(place: Place, ca: string, path: string, body?: object): Promise<number> {
  const { domain, ports } = place
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca, servername: domain })
    const headers = { host: `${domain}:${ports.https}`, 'content-type': 'application/json' }
    const options = { agent, headers, host: '127.0.0.1', port: ports.https, path, method: body ? 'POST' : 'GET' }
    const req = request(options, (res) => {
      res.resume()
      res.on('end', () => resolve(res.statusCode ?? 0))
    })
    req.on('error', reject)
    req.end(body ? JSON.stringify(body) : undefined)
  })
}

/** What Alertmanager told of the alert that the page lets come and go. */
async function expectAlert(webhook: Catcher): Promise<void> {
  const told = () => webhook.bodies.flatMap((body) => (JSON.parse(body) as { alerts: { status: string }[] }).alerts)
  for (const status of ['firing', 'resolved'])
    await eventually(`the word of an alert that is ${status}`, async () => told().some((one) => one.status === status))
}

async function follow(place: Place, pebble: Pebble, services: Services, webhook: Catcher): Promise<void> {
  makeShims(place, pebble, services)
  const pages = followed.map((name) => scriptOf(readFileSync(join(repository, name), 'utf8'))).join('\n')
  const script = substitute(pages, pageSubstitutions(place))
  const code = await run(script, place, await makeKnown(place, pebble))
  if (code !== 0) throw new Error(`a command of the pages failed (exit ${code})`)
  await expectAlert(webhook)
  compareRestored(place)
  const ca = await pebble.root()
  // a reload takes a moment
  await eventually('the certificate', async () => (await ask(place, ca, '/')) === 200)
  const signIn = { login: 'dean', password: 'nobody guesses this' }
  for (const [path, body, expected] of [
    ['/', undefined, 200],
    ['/api/v1/installation', undefined, 200],
    ['/api/v1/session', signIn, 201],
    ['/health/ready', undefined, 404],
  ] as const) {
    const status = await ask(place, ca, path, body)
    if (status !== expected) throw new Error(`${path} answered ${status} instead of ${expected}`)
  }
}

const start = Date.now()
// no temporary folder: BM23 refuses to keep data in one
const root = mkdtempSync('/srv/bm23-follow-')
chmodSync(root, 0o755)
const names = ['http', 'https', 'postgres', 'redis', 'jobs', 'prometheus', 'alertmanager'] as const
const free = await Promise.all(names.map(async (name) => [name, await freePort()] as const))
const webhook = await startCatcher()
const ports: Place['ports'] = {
  ...(Object.fromEntries(free) as Record<(typeof names)[number], number>),
  ...{ first: await pairOfPorts(2300), second: await pairOfPorts(3300), webhook: webhook.port },
}
for (const folder of [
  'etc/redis',
  'etc/nginx',
  'etc/prometheus',
  'etc/default',
  'etc/systemd/system',
  'usr/local/bin',
  'run',
  'var/log/nginx',
  'var/lib/nginx',
  'var/backups',
  'var/www',
  'opt',
]) {
  mkdirSync(join(root, folder), { recursive: true })
}
const place: Place = { root, domain: 'bm23.test', ports, ownDisk: mountOwnDisk(join(root, 'var/backups')) }
writeFileSync(join(root, 'etc/redis/redis.conf'), `bind 127.0.0.1\nport ${ports.redis}\nsave ""\ndir ${root}/run\n`)
process.env.PGPORT = String(ports.postgres)
const services = await startServices(place)
const pebble = await startPebble(ports.http)
try {
  for (const release of ['bm23-0.1.0', 'bm23-0.2.0']) unpack(place, release)
  await follow(place, pebble, services, webhook)
  say(`\nfollowed ${followed.join(' and ')} to their ends in ${Math.round((Date.now() - start) / 1000)} s`)
} catch (error) {
  say(`\n${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await services.close()
  await pebble.close()
  await webhook.close()
  if (place.ownDisk) execFileSync('umount', [join(root, 'var/backups')])
  rmSync(root, { recursive: true, force: true })
}
