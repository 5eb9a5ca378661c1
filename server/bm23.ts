/** The only entry point: `bm23 <command>`. Exit codes: 0 done, 1 done with findings, 2 not done. */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Command, CommanderError } from 'commander'
import { version } from './app.ts'
import { commands } from './commands/list.ts'
import { DumpUnreadable } from './imports/django/dump.ts'
import { BackupError } from './platform/backup/cipher.ts'
import { ConfigError, inspectConfig } from './platform/config.ts'
import { DatabaseInUse } from './platform/db/embedded.ts'
import { FilesUnavailable } from './platform/files/content.ts'

const program = new Command('bm23')
  .description('BM23 runs the final-project year of a university faculty.')
  .version(version)
  .option('--env-file <file>', 'read settings from a file; what the environment says wins')
  .showHelpAfterError('(bm23 --help shows what there is)')
  .showSuggestionAfterError()
  .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Settings come from the environment or from --env-file; without any, an embedded database in ./data is used.
  PORT, BM23_HOST           where to listen (2323 on 127.0.0.1)
  BM23_DATA_DIR             folder of the embedded database and the files
  BM23_DATABASE_URL         postgres://... for a PostgreSQL server instead
  BM23_PUBLIC_URL           the address people use; https:// makes cookies Secure
docs/environment.md describes them all.

First steps:
  bm23 demo                 a faculty to look at, with an account for each role
  bm23 init                 a file with every setting, and fresh keys
  bm23 migrate && bm23 create-admin --login admin
  bm23 load spreadsheets/   majors, classrooms, advisors, students, projects
  bm23 serve
`,
  )
  .exitOverride()

function readEnvFile(path: string | undefined): void {
  if (path !== undefined) {
    const given = parseEnv(readEnv(path))
    for (const [name, value] of Object.entries(given)) process.env[name] ??= value
  }
  for (const { name, message } of inspectConfig(process.env).unknown) process.stderr.write(`bm23: ${name} ${message}\n`)
}

function readEnv(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError([{ name: path, message: `cannot be read (${(error as NodeJS.ErrnoException).code})` }])
  }
}

// whoever reads our output may stop early: `bm23 routes | head`
process.stdout.on('error', () => process.exit(0))

program.hook('preAction', () => readEnvFile(program.opts<{ envFile?: string }>().envFile))
for (const add of commands) add(program)

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    const expected = [ConfigError, DatabaseInUse, BackupError, FilesUnavailable, DumpUnreadable].some(
      (kind) => error instanceof kind,
    )
    process.stderr.write(`bm23: ${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`)
    process.exitCode = 2
  }
}
