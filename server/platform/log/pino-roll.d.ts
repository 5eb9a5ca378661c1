declare module 'pino-roll' {
  import type pino from 'pino'

  /** A stream to files that begin anew; the package brings no types. */
  function roll(options: {
    file: string
    size: string
    frequency: 'daily'
    mkdir: boolean
    limit: { count: number; removeOtherLogFiles: boolean }
    sync: boolean
    maxLength: number
  }): Promise<ReturnType<typeof pino.destination>>

  export = roll
}
