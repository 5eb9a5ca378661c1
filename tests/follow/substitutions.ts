/** Where the page is followed to, instead of a whole server. */
export interface Place {
  /** Folder that stands for the root of the disk. */
  readonly root: string
  readonly domain: string
  readonly ports: {
    readonly http: number
    readonly https: number
    readonly postgres: number
    readonly redis: number
    /** The two processes; as on a server, a 1 before each is the port of its figures. */
    readonly first: number
    readonly second: number
    readonly jobs: number
    readonly prometheus: number
    readonly alertmanager: number
    readonly webhook: number
  }
  /** Whether backups are on a disk of their own. */
  readonly ownDisk: boolean
}

/** The pages that are followed: in this order, in one shell. */
export const followed = ['docs/deploy.md', 'docs/operations.md', 'docs/privacy.md', 'docs/security.md']

/** The account that runs the program here; on a server the page makes one. */
export const account = { user: 'nobody', group: 'nogroup' }

type Substitution = readonly [from: string | RegExp, to: string]

/** Paths of a server that lie below the root of this run. */
function pathsOf({ root }: Place): Substitution[] {
  const paths = [
    ...[
      '/opt/',
      '/var/',
      '/run/nginx',
      '/usr/local/bin',
      '/etc/bm23',
      '/etc/redis',
      '/etc/systemd',
      '/etc/letsencrypt',
      '/etc/prometheus',
      '/etc/default',
    ],
    ...['/etc/nginx/bm23', '/etc/nginx/nginx.conf'],
  ]
  return paths.map((path) => [new RegExp(`(?<![\\w.$}/-])${path}`, 'g'), root + path])
}

/** Everything in which this run differs from docs/deploy.md and docs/operations.md; they are run as they are otherwise. */
export function pageSubstitutions(place: Place): Substitution[] {
  const { domain, ports, ownDisk } = place
  return [
    ['DOMAIN=bm23.example.edu', `DOMAIN=${domain}`],
    ['https://$DOMAIN', `https://$DOMAIN:${ports.https}`],
    ['127.0.0.1/bm23', `127.0.0.1:${ports.postgres}/bm23`],
    ['127.0.0.1:6379', `127.0.0.1:${ports.redis}`],
    // no account is added to this machine
    [/^useradd .*$/gm, ':'],
    ['-o bm23 -g bm23', `-o ${account.user} -g ${account.group}`],
    ['-o root -g bm23', `-o root -g ${account.group}`],
    ['chown bm23:bm23', `chown ${account.user}:${account.group}`],
    // nobody sits at the keyboard; and there are people, projects and files for the backup
    [
      'bm23 create-admin --login admin',
      "bm23 seed --demo\nrm /var/lib/bm23/demo-accounts.json\nprintf 'nobody guesses this\\n' | bm23 create-admin --login dean",
    ],
    ['127.0.0.1:9090', `127.0.0.1:${ports.prometheus}`],
    ['127.0.0.1:9093', `127.0.0.1:${ports.alertmanager}`],
    ['bm23@2323', `bm23@${ports.first}`],
    ['bm23@2324', `bm23@${ports.second}`],
    // backups are on the same disk here, which is a warning and true
    ...(ownDisk ? [] : [['bm23 check --deploy', 'bm23 check --deploy --fail-level error'] as const]),
    ...pathsOf(place),
  ]
}

/** The same for the files of deploy/ that the page installs. */
export function fileSubstitutions(place: Place): Substitution[] {
  const { ports } = place
  return [
    [/^.*listen \[::\].*\n/gm, ''],
    [/listen 80\b/g, `listen 127.0.0.1:${ports.http}`],
    [/listen 443\b/g, `listen 127.0.0.1:${ports.https}`],
    ['127.0.0.1:2323', `127.0.0.1:${ports.first}`],
    ['127.0.0.1:2324', `127.0.0.1:${ports.second}`],
    ['bm23@2323', `bm23@${ports.first}`],
    ['bm23@2324', `bm23@${ports.second}`],
    ['runuser -u bm23', `runuser -u ${account.user}`],
    ['127.0.0.1:12323', `127.0.0.1:1${ports.first}`],
    ['127.0.0.1:12324', `127.0.0.1:1${ports.second}`],
    ['12325', String(ports.jobs)],
    ['127.0.0.1:9093', `127.0.0.1:${ports.alertmanager}`],
    ['127.0.0.1:9095', `127.0.0.1:${ports.webhook}`],
    // nobody waits minutes for an alert here
    [/_interval: (15s|1m)$/gm, '_interval: 1s'],
    ['group_wait: 10s', 'group_wait: 1s'],
    [/for: 1m$/gm, 'for: 1s'],
    ...pathsOf(place),
  ]
}

export function substitute(text: string, substitutions: readonly Substitution[]): string {
  return substitutions.reduce((before, [from, to]) => before.replaceAll(from, to.replaceAll('$', '$$$$')), text)
}
