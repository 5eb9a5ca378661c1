import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

const answerTimes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const statementTimes = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
const jobTimes = [0.1, 0.5, 1, 5, 15, 60, 300, 900]

/**
 * All figures of one process, kept in memory. Labels take their values from the code (route patterns, error codes, names
 * of jobs), never from what is sent: the number of series is bounded.
 */
export function createMetrics(version: string) {
  const registry = new Registry()
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[]) =>
    new Histogram({ name, help, buckets, labelNames, registers })

  gauge('bm23_build_info', 'Version of BM23 and of Node; always 1.', ['version', 'node'])
    .labels(version, process.versions.node)
    .set(1)
  return {
    registry,
    requests: histogram('bm23_http_request_duration_seconds', 'Requests by route pattern.', answerTimes, [
      'method',
      'route',
      'status',
    ]),
    inFlight: gauge('bm23_http_requests_in_flight', 'Requests that are being answered.'),
    problems: counter('bm23_problems_total', 'Refusals and failures by error code.', ['code']),
    mails: counter('bm23_mails_total', 'Letters that were sent, and attempts that failed.', ['outcome']),
    uploads: counter('bm23_upload_bytes_total', 'Bytes of files that were received whole.'),
    scans: counter('bm23_scans_total', 'Files shown to the scanner, by what it said.', ['outcome']),
    throttled: counter('bm23_throttle_checks_total', 'Requests counted against a limit.', ['limit', 'outcome']),
    cacheLookups: counter('bm23_cache_lookups_total', 'What this process remembers, asked for.', ['cache', 'outcome']),
    redisErrors: counter('bm23_redis_errors_total', 'Errors of the connection to Redis.'),
    redisUp: gauge('bm23_redis_up', 'Whether Redis answers; without Redis there is no figure.'),
    statements: histogram('bm23_db_statement_duration_seconds', 'SQL statements by first word.', statementTimes, [
      'kind',
    ]),
    statementErrors: counter('bm23_db_statement_errors_total', 'SQL statements that failed, by class of SQLSTATE.', [
      'class',
    ]),
    pool: gauge('bm23_db_pool_connections', 'Connections of the pool, and requests that wait for one.', ['state']),
    poolMax: gauge('bm23_db_pool_max_connections', 'Connections that the pool opens at most.'),
    passwordsWaiting: gauge('bm23_password_hashes_waiting', 'Passwords that are hashed or wait for it.'),
    // not `job`: Prometheus has a label of that name of its own
    jobsRun: histogram('bm23_job_duration_seconds', 'Jobs done by this process.', jobTimes, ['queue', 'outcome']),
    jobs: gauge('bm23_jobs', 'Jobs in the queue by state.', ['queue', 'state']),
    jobsOldest: gauge('bm23_jobs_oldest_waiting_seconds', 'How long the oldest job that is due has waited.', ['queue']),
    heartbeat: gauge('bm23_jobs_heartbeat_timestamp_seconds', 'When a worker last showed that it works; 0 never.'),
    health: gauge('bm23_health', 'Checks of /health/ready: 1 well, 0.5 degraded, 0 failed.', ['check']),
    storageFree: gauge('bm23_storage_free_bytes', 'Free space where the files are.'),
    storageSize: gauge('bm23_storage_size_bytes', 'Size of the disk where the files are.'),
    lastBackup: gauge('bm23_backup_last_success_timestamp_seconds', 'When the last backup was complete; 0 never.'),
    lastRestore: gauge('bm23_restore_last_success_timestamp_seconds', 'When a backup was last restored; 0 never.'),
    certificate: gauge('bm23_certificate_expiry_timestamp_seconds', 'End of the certificate of the public address.'),
    reports: counter('bm23_error_reports_total', 'Reports of failures, by what became of them.', ['outcome']),
    logFailures: counter('bm23_log_failures_total', 'Log lines that could not be written.'),
    /** Event loop, garbage collection, memory, processor: measured from now on. */
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  }
}
