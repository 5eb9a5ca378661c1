import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { alertmanager } from '../observability/programs.ts'
import { account, type Place } from './substitutions.ts'

const postgres = '/usr/lib/postgresql/15/bin'

/** What `systemctl` does on a server, for the services of the page. */
export interface Services {
  /** Where the command `systemctl` of the run asks. */
  readonly url: string
  close(): Promise<void>
}

/** The words of a command line of a unit; it has no quotes. */
function words(unit: string, key: string): string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].flatMap((one) => (one[1] ?? '').split(/\s+/))
}

function runAs(user: string, command: readonly string[]): void {
  execFileSync('runuser', ['-u', user, '--', ...command], { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/' })
}

export async function eventually(what: string, ready: () => Promise<boolean>): Promise<void> {
  for (let left = 300; ; left -= 1) {
    if (await ready().catch(() => false)) return
    if (left === 0) throw new Error(`${what} is not ready`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Debian's empty cluster, as the package makes it. */
function makeCluster({ root, ports }: Place): string {
  const data = join(root, 'var/lib/postgresql/15/main')
  mkdirSync(data, { recursive: true })
  const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
  chownSync(data, uid, uid)
  const access = ['--auth-local=peer', '--auth-host=scram-sha-256']
  runAs('postgres', [`${postgres}/initdb`, '-D', data, '--locale=C.UTF-8', ...access])
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    `port = ${ports.postgres}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '/tmp'\n`,
    { flag: 'a' },
  )
  return data
}

/** Starts what the package manager has started on a fresh server, and then obeys like systemd. */
export async function startServices(place: Place): Promise<Services> {
  const { root, ports } = place
  const running = new Map<string, ChildProcess>()
  const data = makeCluster(place)
  const control = (...args: string[]) =>
    runAs('postgres', [`${postgres}/pg_ctl`, '-D', data, '-w', '-s', '-l', join(data, 'log'), ...args])

  const stop = async (name: string) => {
    const child = running.get(name)
    running.delete(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  const start = (name: string, command: readonly string[], env: Record<string, string> = {}, cwd = '/') => {
    const [file = '', ...args] = command
    // as systemd: never where the repository lies, where perhaps only its owner may look
    const place = { cwd, env: { ...process.env, ...env } }
    const child = spawn(file, args, { ...place, stdio: ['ignore', 'ignore', 'inherit'] })
    running.set(name, child)
  }
  /** A service as its unit says, but for what only systemd can do. */
  const startUnit = async (name: string) => {
    const [template, instance] = name.replace('.service', '').split('@')
    const file = instance ? `${template}@.service` : `${template}.service`
    const unit = readFileSync(join(root, 'etc/systemd/system', file), 'utf8').replaceAll('%i', instance ?? '')
    const credential = words(unit, 'LoadCredential')[0]?.split(':')[1] ?? ''
    const command = words(unit, 'ExecStart').map((word) =>
      word.replace(/^\$\{CREDENTIALS_DIRECTORY\}\/env$/, credential),
    )
    const env = Object.fromEntries(words(unit, 'Environment').map((one) => one.split('=') as [string, string]))
    const limits = ['setpriv', '--reuid', account.user, '--regid', account.group, '--clear-groups', '--no-new-privs']
    start(name, [...limits, '--', ...command], env, words(unit, 'WorkingDirectory')[0])
    if (env.PORT) await eventually(name, async () => (await fetch(`http://127.0.0.1:${env.PORT}/health/ready`)).ok)
  }

  const restart = async (names: readonly string[]) => {
    for (const name of names) await stop(`${name}.service`)
    for (const name of names) await startUnit(`${name}.service`)
  }
  /** A program of Debian with the arguments that the page gave it, as nobody in particular. */
  const startMonitor = (name: string, program: string, args: readonly string[]) => {
    const data = join(root, 'var/lib', name)
    mkdirSync(data, { recursive: true })
    execFileSync('chown', [account.user, data])
    const given = /^ARGS="(.*)"$/m.exec(readFileSync(join(root, 'etc/default', name), 'utf8'))?.[1]?.split(' ') ?? []
    const limits = ['setpriv', '--reuid', account.user, '--regid', account.group, '--clear-groups']
    start(name, [
      ...limits,
      '--',
      program,
      ...args,
      `--storage.${name === 'prometheus' ? 'tsdb.' : ''}path=${data}`,
      ...given,
    ])
  }

  const verbs: Record<string, () => Promise<void>> = {
    'stop postgresql': async () => control('-m', 'fast', 'stop'),
    'start postgresql': async () => control('start'),
    'restart redis-server': async () => {
      await stop('redis')
      start('redis', ['redis-server', join(root, 'etc/redis/redis.conf')])
      const ping = () => execFileSync('redis-cli', ['-p', String(ports.redis), 'ping'], { encoding: 'utf8' })
      await eventually('redis', async () => ping().includes('PONG'))
    },
    'daemon-reload': async () => undefined,
    'enable --now bm23.target': async () => {
      const target = readFileSync(join(root, 'etc/systemd/system/bm23.target'), 'utf8')
      // a process to which no socket is handed listens by itself
      for (const name of words(target, 'Wants')) if (!name.endsWith('.socket')) await startUnit(name)
    },
    'restart prometheus prometheus-alertmanager': async () => {
      const at = (file: string) => `--config.file=${join(root, 'etc/prometheus', file)}`
      startMonitor('prometheus-alertmanager', alertmanager ?? '', [at('alertmanager.yml')])
      startMonitor('prometheus', 'prometheus', [at('prometheus.yml')])
    },
    'stop bm23-worker': async () => stop('bm23-worker.service'),
    'start bm23-worker': async () => startUnit('bm23-worker.service'),
    'restart nginx': async () => {
      await stop('nginx')
      start('nginx', [join(root, 'shims/nginx'), '-g', 'daemon off;'])
      await eventually('nginx', async () => (await fetch(`http://127.0.0.1:${ports.http}/`)).status === 421)
    },
    'reload nginx': async () => void running.get('nginx')?.kill('SIGHUP'),
  }
  await verbs['start postgresql']?.()
  const server = createServer(async (req, res) => {
    const command = decodeURIComponent((req.url ?? '').slice(1))
    const units = /^restart ((?:bm23\S+ ?)+)$/.exec(command)?.[1]?.split(' ')
    const verb = units ? () => restart(units) : verbs[command]
    const problem = verb
      ? await verb().then(
          () => '',
          (error: Error) => error.message,
        )
      : `systemctl ${command} is not known here`
    res.writeHead(problem ? 500 : 200).end(problem)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    close: async () => {
      for (const name of [...running.keys()].reverse()) await stop(name)
      control('-m', 'immediate', 'stop')
      server.closeAllConnections()
      server.close()
    },
  }
}
