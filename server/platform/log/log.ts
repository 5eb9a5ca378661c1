import pino from 'pino'
import roll from 'pino-roll'
import type { Config } from '../config.ts'
import { scrub } from '../observe/outward/scrub.ts'

export type Log = pino.Logger

type Wanted = Pick<Config, 'logLevel'> & Partial<Pick<Config, 'logFile' | 'logFileMegabytes' | 'logFileKeep'>>

/** What an error is, without the values that the database quotes in its details. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string }
  const known = { type: error.constructor.name, message: error.message, code, constraint, table, stack: error.stack }
  return { ...known, ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }) }
}

/** Where lines go: stderr, so that what a command prints stays apart, or files that begin anew when full and each day. */
async function openDestination({ logFile, logFileMegabytes, logFileKeep }: Wanted) {
  // what cannot be written is kept up to this length and then dropped: memory is worth more than lines
  const limits = { sync: false, maxLength: 4_000_000 }
  if (!logFile) return pino.destination({ dest: 2, ...limits })
  return await roll({
    ...limits,
    file: logFile,
    size: `${logFileMegabytes}m`,
    frequency: 'daily',
    mkdir: true,
    limit: { count: logFileKeep ?? 1, removeOtherLogFiles: true },
  })
}

/** Opens the log: one JSON object a line. Secrets never reach a line; a line that cannot be written fails nothing else. */
export async function openLog(wanted: Wanted, onFailure: () => void = () => undefined): Promise<Log> {
  const destination = await openDestination(wanted)
  destination.on('error', onFailure)
  destination.on('drop', onFailure)
  process.on('exit', () => {
    try {
      destination.flushSync()
    } catch {
      // nothing is left that could be told to anybody
    }
  })
  return pino(
    {
      level: wanted.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: plainError },
      hooks: { streamWrite: scrub },
    },
    destination,
  )
}
