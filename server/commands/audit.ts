import type { Command } from 'commander'
import { createPlatform } from '../app.ts'
import { headsFile, noteHead, readHeads } from '../platform/audit/heads.ts'
import { verifyRecord } from '../platform/audit/verify.ts'
import { readConfig } from '../platform/config.ts'
import { print, withDatabase } from './with-platform.ts'

interface Options {
  heads?: string
  json?: boolean
}

async function verify({ heads, json }: Options): Promise<void> {
  const config = readConfig(process.env)
  const noted = await readHeads(heads ?? headsFile(config.dataDir))
  const verdict = await withDatabase(({ db }) => verifyRecord(db, noted))
  if (json) print(JSON.stringify({ ...verdict, noted: noted.length }))
  else {
    for (const finding of verdict.findings) print(finding)
    const end = verdict.head ? ` Its head is ${verdict.head.sequence} ${verdict.head.hash}.` : ''
    print(
      `${verdict.events} events compared (people were taken out of ${verdict.erased}), ${noted.length} noted heads, ${verdict.findings.length} findings.${end}`,
    )
  }
  if (verdict.findings.length > 0) process.exitCode = 1
}

async function note(): Promise<void> {
  const config = readConfig(process.env)
  const head = await withDatabase(async (database) => await noteHead(await createPlatform(config, database)))
  print(head ? `Noted ${head.sequence} ${head.hash} in ${headsFile(config.dataDir)}` : 'Nothing is recorded yet.')
}

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('prove that the record of every change is as it was written')
  audit
    .command('verify')
    .description('find what was edited, removed or slipped in (exit 1)')
    .option('--heads <file>', 'heads noted elsewhere; the file of the data folder without')
    .option('--json', 'as JSON')
    .action(verify)
  audit.command('note').description('note the head of the record, as every hour').action(note)
}
