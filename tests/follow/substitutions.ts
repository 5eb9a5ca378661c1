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
    readonly first: number
    readonly second: number
  }
}

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
    ],
    ...['/etc/nginx/bm23', '/etc/nginx/nginx.conf'],
  ]
  return paths.map((path) => [new RegExp(`(?<![\\w.$}/-])${path}`, 'g'), root + path])
}

/** Everything in which this run differs from docs/deploy.md; the page is run as it is otherwise. */
export function pageSubstitutions(place: Place): Substitution[] {
  const { domain, ports } = place
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
    // nobody sits at the keyboard
    ['bm23 create-admin', "printf 'nobody guesses this\\n' | bm23 create-admin"],
    // backups are on the same disk here, which is a warning and true
    ['bm23 check --deploy', 'bm23 check --deploy --fail-level error'],
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
    ...pathsOf(place),
  ]
}

export function substitute(text: string, substitutions: readonly Substitution[]): string {
  return substitutions.reduce((before, [from, to]) => before.replaceAll(from, to.replaceAll('$', '$$$$')), text)
}
