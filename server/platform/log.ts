import pino from 'pino'
import type { Config } from './config.ts'

export type Log = pino.Logger

/** JSON lines on stderr, so that what a command prints stays apart; secrets never reach a line. */
export function createLog(config: Pick<Config, 'logLevel'>): Log {
  return pino(
    {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.secret'],
    },
    pino.destination(2),
  )
}
