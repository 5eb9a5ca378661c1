import { relative } from 'node:path'
import { type Check, checksOn } from './check.ts'

const gigabyte = 1024 ** 3

/** Whether a folder is another one, or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way.startsWith('..') || way.startsWith('/'))
}

/** Folders that web servers give away. */
const published = ['/var/www', '/usr/share/nginx', '/srv/www', '/usr/share/caddy']

const place = checksOn(
  (s) => s.storage,
  [
    {
      id: 'storage.folder',
      level: 'error',
      deployed: true,
      hint: 'make BM23_DATA_DIR: install -d -m 700 -o bm23 FOLDER',
      find: ({ folder, path }) => !folder && `${path} is not there`,
    },
    {
      id: 'storage.move',
      level: 'error',
      hint: 'keep files/ and files/tmp on one file system: an upload is kept by moving it',
      find: ({ devices }) => devices && devices[0] !== devices[1] && 'the store and its temporary folder are two disks',
    },
    {
      id: 'storage.write',
      level: 'error',
      hint: 'let the user of the service write to the data folder, and look at the disk',
      find: ({ trouble }) => trouble && `an upload could not be written (${trouble})`,
    },
    {
      id: 'storage.leftovers',
      level: 'warning',
      hint: 'look whether a worker runs: it removes unfinished uploads every night',
      find: ({ leftovers }) => leftovers > 0 && `${leftovers} unfinished uploads are older than two days`,
    },
    {
      id: 'files.keys',
      level: 'error',
      hint: 'chmod 600 the files that hold keys',
      find: ({ keyFiles }) =>
        keyFiles
          .filter(({ mode }) => (mode & 0o027) !== 0)
          .map(({ path }) => `${path} is open to others`)
          .join('; '),
    },
    {
      id: 'accounts.demo',
      level: 'error',
      deployed: true,
      hint: 'begin with an empty database and an empty folder: the demo has accounts whose passwords are written down',
      find: ({ demo }) => demo && 'the data folder is that of a demo',
    },
  ],
)

const folder = checksOn(
  (s) => s.storage?.folder,
  [
    {
      id: 'storage.mode',
      level: 'error',
      deployed: true,
      hint: 'chmod 700 the data folder',
      find: ({ mode, path }) => (mode & 0o027) !== 0 && `others may look into ${path}`,
    },
    {
      id: 'storage.owner',
      level: 'error',
      hint: 'chown the data folder to the user of the service',
      find: ({ owner, path }, { host }) => host.uid !== 0 && owner !== host.uid && `${path} belongs to user ${owner}`,
    },
    {
      id: 'storage.published',
      level: 'error',
      hint: 'move BM23_DATA_DIR out of every folder that a web server gives away',
      find: ({ path }, { host }) =>
        [...published, `${host.program.folder}/dist`].some((one) => isInside(path, one)) && `${path} is published`,
    },
    {
      id: 'storage.full',
      level: 'error',
      hint: 'make room: below this, uploads begin to fail',
      find: ({ disk }) => disk.free < gigabyte && `${Math.floor(disk.free / 1024 ** 2)} MB are free`,
    },
    {
      id: 'storage.space',
      level: 'warning',
      hint: 'plan a larger disk',
      find: ({ disk }) =>
        disk.free >= gigabyte &&
        disk.free < Math.min(disk.size / 10, 20 * gigabyte) &&
        `${Math.floor(disk.free / gigabyte)} GB of ${Math.floor(disk.size / gigabyte)} are free`,
    },
    {
      id: 'storage.files',
      level: 'warning',
      hint: 'the file system can hold few more files, whatever their size; make it anew with more',
      find: ({ disk }) => disk.files > 0 && disk.freeFiles < disk.files / 20 && `${disk.freeFiles} more files fit`,
    },
  ],
)

/** Where uploads are kept. */
export const storageChecks: readonly Check[] = [...place, ...folder]
