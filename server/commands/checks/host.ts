import { type Check, checksOn } from './check.ts'

/** Last day of support of the lines of Node that are supported for long (nodejs.org/en/about/previous-releases). */
const endOfLife: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' }
const oldest = [20, 19] as const
const day = 86_400_000

const lineOf = (node: string) => Number(node.split('.')[0])
const daysLeft = (node: string, now: Date) => {
  const end = endOfLife[lineOf(node)]
  return end === undefined ? undefined : Math.floor((Date.parse(`${end}T23:59:59Z`) - now.getTime()) / day)
}

const runtime = checksOn(
  (s) => s.host,
  [
    {
      id: 'host.nodeVersion',
      level: 'error',
      hint: `install Node ${oldest.join('.')} or newer`,
      find: ({ node }) => {
        const [major = 0, minor = 0] = node.split('.').map(Number)
        return (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) && `Node ${node} is too old`
      },
    },
    {
      id: 'host.nodeLine',
      level: 'warning',
      hint: `use Node ${Object.keys(endOfLife).join(', ')}: they get corrections for years`,
      find: ({ node }) => lineOf(node) > oldest[0] && !(lineOf(node) in endOfLife) && `Node ${node} is of no long line`,
    },
    {
      id: 'host.nodeEnded',
      level: 'warning',
      hint: 'install a newer Node: holes in this one are not closed any more',
      find: ({ node }, { now }) => {
        const left = daysLeft(node, now)
        return left !== undefined && left < 0 && `support of Node ${node} ended on ${endOfLife[lineOf(node)]}`
      },
    },
    {
      id: 'host.nodeEnds',
      level: 'warning',
      hint: 'plan the change to a newer Node',
      find: ({ node }, { now }) => {
        const left = daysLeft(node, now)
        return left !== undefined && left >= 0 && left < 180 && `support of Node ${node} ends in ${left} days`
      },
    },
    {
      id: 'host.languages',
      level: 'error',
      hint: 'use a Node with all languages (full ICU)',
      find: ({ languages }) => ['lo', 'th', 'en'].filter((one) => !languages.includes(one)).join(', '),
    },
  ],
)

const machine = checksOn(
  (s) => s.host,
  [
    {
      id: 'host.root',
      level: 'error',
      deployed: true,
      hint: 'run BM23, and this check, as a user of its own: runuser -u bm23 -- bm23 check',
      find: ({ uid }) => uid === 0 && 'this runs as root',
    },
    {
      id: 'host.umask',
      level: 'warning',
      deployed: true,
      hint: 'set UMask=0077 in the unit, or umask 077',
      find: ({ umask }) =>
        (umask & 0o007) !== 0o007 && `new files may be read by everybody (umask ${umask.toString(8)})`,
    },
    {
      id: 'host.memory',
      level: 'warning',
      hint: 'give the process 512 MB or more',
      find: ({ memory }) => memory < 500 * 1024 ** 2 && `${Math.floor(memory / 1024 ** 2)} MB of memory`,
    },
    {
      id: 'host.openFiles',
      level: 'warning',
      deployed: true,
      hint: 'set LimitNOFILE=65536 in the unit, or ulimit -n',
      find: ({ openFiles }) =>
        openFiles === null ? undefined : openFiles < 4_096 && `${openFiles} files and connections may be open`,
    },
    {
      id: 'host.time',
      level: 'warning',
      deployed: true,
      hint: 'run systemd-timesyncd or chrony: deadlines are judged by this clock',
      find: ({ synchronised }) =>
        synchronised === null ? undefined : !synchronised && 'the clock follows no time server',
    },
  ],
)

const installed = checksOn(
  (s) => s.host,
  [
    {
      id: 'files.environment',
      level: 'error',
      hint: 'chmod 600 the file: it holds keys',
      find: ({ envFile }) =>
        envFile ? (envFile.mode & 0o027) !== 0 && `${envFile.path} is open to others` : undefined,
    },
    {
      id: 'files.program',
      level: 'error',
      hint: 'let root own the program, and nobody else write to it',
      find: ({ program }) => (program.mode & 0o002) !== 0 && `everybody may write to ${program.folder}`,
    },
    {
      id: 'files.page',
      level: 'error',
      deployed: true,
      hint: 'run npm run build, or install a release',
      find: ({ program }) => !program.page && 'the web interface is not built',
    },
    {
      id: 'files.assets',
      level: 'error',
      hint: 'run npm run build again: it was cut off, or files were removed',
      find: ({ program }) => program.missing.join(', '),
    },
  ],
)

/** The machine, the runtime and the installed program. */
export const hostChecks: readonly Check[] = [...runtime, ...machine, ...installed]
