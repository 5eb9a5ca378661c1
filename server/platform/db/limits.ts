/** The longest waits on a database connection, in milliseconds: the server's own, and ours for a server that hangs. */
export interface Limits {
  /** For a free connection, or a new one. */
  readonly connect: number
  /** For an answer, counted here: a stopped server cannot count. */
  readonly answer: number
  readonly statement: number
  readonly lock: number
  readonly idleInTransaction: number
}

/** Somebody waits: a request is refused in time rather than answered late. */
export const requestLimits: Limits = {
  connect: 2_000,
  answer: 5_000,
  statement: 4_000,
  lock: 2_000,
  idleInTransaction: 10_000,
}

/** Nobody waits at a browser: migrations, imports from the command line, jobs. */
export const workLimits: Limits = {
  connect: 10_000,
  answer: 910_000,
  statement: 900_000,
  lock: 30_000,
  idleInTransaction: 300_000,
}

/** The database did not answer, or could not be reached; what the driver said is the cause. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database does not answer', { cause })
  }
}
