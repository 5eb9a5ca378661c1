import type { Config } from '../config.ts'
import type { Database } from '../db/connect.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from './metrics.ts'
import { openReports, type Reports } from './outward/reports.ts'
import { openTraces, type Traces } from './outward/traces.ts'
import { Recent } from './recent.ts'
import { watchStatements } from './statements.ts'

/** Everything the program uses to tell how it is. */
export interface Observe {
  readonly metrics: Metrics
  /** Error codes and sign-ins of the last hour, of this process. */
  readonly recent: Recent
  readonly traces: Traces | null
  readonly reports: Reports | null
  /** Sends what is still to be sent. */
  close(): Promise<void>
}

interface Parts {
  config: Config
  database: Database
  log: Log
  metrics: Metrics
  version: string
  now: () => Date
}

export async function openObserve({ config, database, log, metrics, version, now }: Parts): Promise<Observe> {
  const traces = await openTraces(config, version)
  const reports = await openReports(config, version, (outcome) => metrics.reports.inc({ outcome }))
  database.watch(watchStatements(metrics, log, config.slowQuery))
  return {
    metrics,
    recent: new Recent(now),
    traces,
    reports,
    close: async () => {
      await Promise.all([traces?.close().catch(() => undefined), reports?.close()])
    },
  }
}
