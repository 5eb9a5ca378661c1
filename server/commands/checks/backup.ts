import { isAbsolute } from 'node:path'
import { type Check, checksOn, configured } from './check.ts'
import { isInside } from './storage.ts'

const settings = checksOn(configured, [
  {
    id: 'backup.none',
    level: 'error',
    deployed: true,
    hint: 'set BM23_BACKUP_DIR to a folder on another disk',
    find: ({ config }) => config.backupDir === null && 'nothing is backed up',
  },
  {
    id: 'backup.relative',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'write BM23_BACKUP_DIR from the root, such as /var/backups/bm23',
    find: ({ config }) =>
      config.backupDir !== null &&
      !isAbsolute(config.backupDir) &&
      'the backup folder depends on where the program is started',
  },
  {
    id: 'backup.key',
    level: 'error',
    start: true,
    hint: '`bm23 init` writes a key; keep a copy away from this machine',
    find: ({ config }) =>
      config.backupDir !== null && config.backupKeys === null && 'BM23_BACKUP_DIR is set without BM23_BACKUP_KEY',
  },
  {
    id: 'backup.keep',
    level: 'warning',
    hint: 'keep a week or more: damage is often found days later',
    find: ({ config }) => config.backupDir !== null && config.backupKeep < 7 && `${config.backupKeep} backups are kept`,
  },
])

const folder = checksOn(
  (s) => s.backups,
  [
    {
      id: 'backup.folder',
      level: 'error',
      hint: 'make BM23_BACKUP_DIR: install -d -m 700 -o bm23 FOLDER; or mount its disk',
      find: (facts) => !facts.folder && `${facts.path} is not there`,
    },
    {
      id: 'backup.mode',
      level: 'error',
      deployed: true,
      hint: 'chmod 700 the backup folder',
      find: (facts) => facts.folder && (facts.folder.mode & 0o027) !== 0 && `others may look into ${facts.path}`,
    },
    {
      id: 'backup.inside',
      level: 'error',
      hint: 'move BM23_BACKUP_DIR out of the data and of the program',
      find: ({ path }, { storage, host }) =>
        [storage?.folder?.path, `${host.program.folder}/dist`].some((one) => one && isInside(path, one)) &&
        `${path} is lost together with what it should save, or is published`,
    },
    {
      id: 'backup.disk',
      level: 'warning',
      deployed: true,
      hint: 'put BM23_BACKUP_DIR on another disk or machine, or copy the backups away every day',
      find: ({ folder: place, path }, { storage }) => {
        if (!place || !storage?.folder || isInside(path, storage.folder.path)) return undefined
        return place.device === storage.folder.device && 'one disk holds both'
      },
    },
    {
      id: 'backup.keyBeside',
      level: 'error',
      hint: 'take the key out of the backup folder: whoever has both can read everything',
      find: ({ keysBeside }) => keysBeside.join(', '),
    },
    {
      id: 'backup.space',
      level: 'error',
      hint: 'make room, or lower BM23_BACKUP_KEEP',
      find: (facts) => {
        const newest = facts.backups[0]
        if (!facts.folder || !newest) return undefined
        return facts.folder.disk.free < newest.size * 2 && 'the next backups do not fit'
      },
    },
    {
      id: 'backup.missing',
      level: 'error',
      deployed: true,
      hint: 'run bm23 backup',
      find: (facts) => facts.folder && facts.backups.length === 0 && 'there is no backup',
    },
    {
      id: 'backup.age',
      level: 'error',
      deployed: true,
      hint: 'look whether the worker runs and what it says about the backup job',
      find: ({ backups }, { now }) => {
        const newest = backups[0]
        if (!newest) return undefined
        const hours = (now.getTime() - newest.madeAt.getTime()) / 3_600_000
        return hours > 30 && `the newest backup is ${Math.round(hours)} hours old`
      },
    },
    {
      id: 'backup.programs',
      level: 'error',
      deployed: true,
      hint: 'apt install postgresql-client, of the version of the server or newer',
      find: ({ dumpVersion }, { database }) => {
        if (dumpVersion === undefined) return undefined
        if (dumpVersion === null) return 'pg_dump is not installed'
        const server = Math.floor(Number(database?.server?.settings.server_version_num ?? 0) / 10_000)
        return dumpVersion < server && `pg_dump ${dumpVersion} cannot dump PostgreSQL ${server}`
      },
    },
  ],
)

/** Whether everything could be brought back tomorrow. */
export const backupChecks: readonly Check[] = [...settings, ...folder]
