import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { createInterface, type Interface } from 'node:readline/promises'
import type { Command } from 'commander'
import { environmentFile } from '../platform/config/file.ts'
import { freshKey } from '../platform/config/keyring.ts'
import { ConfigError, inspectConfig } from '../platform/config.ts'
import { print } from './with-platform.ts'

interface Options {
  yes?: boolean
  force?: boolean
  publicUrl?: string
  databaseUrl?: string
  dataDir?: string
  backupDir?: string
  out: string
}

/** Asks until the answer is a valid value of the setting; empty takes the default. */
async function ask(terminal: Interface, question: string, name: string, preset: string): Promise<string> {
  for (;;) {
    const answer = (await terminal.question(`${question}${preset ? ` [${preset}]` : ''}: `)).trim() || preset
    const wrong = inspectConfig({ [name]: answer }).problems[0]
    if (!wrong) return answer
    process.stderr.write(`  ${wrong.message}\n`)
  }
}

async function askAll(options: Options): Promise<Options> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const from = async (given: string | undefined, question: string, name: string, preset: string) =>
      given ?? (await ask(terminal, question, name, preset))
    return {
      ...options,
      publicUrl: await from(
        options.publicUrl,
        'Address people use, such as https://projects.example.edu',
        'BM23_PUBLIC_URL',
        '',
      ),
      databaseUrl: await from(
        options.databaseUrl,
        'PostgreSQL, such as postgres://bm23@127.0.0.1/bm23 (empty: embedded)',
        'BM23_DATABASE_URL',
        '',
      ),
      dataDir: await from(options.dataDir, 'Folder of the data', 'BM23_DATA_DIR', 'data'),
      backupDir: await from(options.backupDir, 'Folder of the backups (empty: none)', 'BM23_BACKUP_DIR', ''),
    }
  } catch {
    throw new ConfigError([{ name: 'init', message: 'stopped, nothing was written' }])
  } finally {
    terminal.close()
  }
}

function valuesOf(options: Options): Record<string, string> {
  const https = options.publicUrl?.startsWith('https:')
  const values = {
    ...(https ? { NODE_ENV: 'production', BM23_TRUSTED_PROXIES: '127.0.0.1' } : {}),
    BM23_PUBLIC_URL: options.publicUrl,
    BM23_DATABASE_URL: options.databaseUrl,
    BM23_DATA_DIR: options.dataDir ?? 'data',
    BM23_BACKUP_DIR: options.backupDir,
    BM23_SECRET_KEYS: freshKey(),
    BM23_BACKUP_KEY: freshKey(),
  }
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** Writes a file that only its owner can read, whole or not at all. */
function writePrivate(path: string, text: string, overwrite: boolean): void {
  const target = overwrite ? `${path}.${process.pid}.part` : path
  const file = openSync(target, 'wx', 0o600)
  try {
    fchmodSync(file, 0o600)
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  if (overwrite) renameSync(target, path)
}

async function init(options: Options): Promise<void> {
  const asking = process.stdin.isTTY && !options.yes
  if (!asking && !options.yes && !options.publicUrl) {
    throw new ConfigError([{ name: 'init', message: 'give --public-url, or --yes to take the defaults' }])
  }
  const text = environmentFile(valuesOf(asking ? await askAll(options) : options))
  try {
    writePrivate(options.out, text, options.force ?? false)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const message =
      code === 'EEXIST' ? 'is there already; --force replaces it and its keys' : `cannot be written (${code})`
    throw new ConfigError([{ name: options.out, message }])
  }
  print(
    `Wrote ${options.out}. Keep a copy of BM23_BACKUP_KEY away from this machine: without it no backup can be read.`,
  )
  print(`Next: bm23 --env-file ${options.out} check`)
}

export function addInit(program: Command): void {
  program
    .command('init')
    .description('write a file with every setting and fresh keys, and ask what must be asked')
    .option('-y, --yes', 'ask nothing, take the defaults')
    .option('--public-url <url>', 'the address people use')
    .option('--database-url <url>', 'PostgreSQL; without it the embedded database')
    .option('--data-dir <folder>', 'files, and the embedded database')
    .option('--backup-dir <folder>', 'where backups go')
    .option('--out <file>', 'the file to write', '.env')
    .option('--force', 'replace the file and its keys')
    .action(init)
}
