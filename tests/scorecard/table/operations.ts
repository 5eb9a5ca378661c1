import type { Line } from '../line.ts'
import { measureErasure } from '../operations/erasure.ts'
import { measureExport } from '../operations/export.ts'
import { measureLogSecrets } from '../operations/log-secrets.ts'
import { measureRot } from '../operations/rot.ts'

export const operations: readonly Line[] = [
  {
    ...{ id: 'O1', title: 'Backup and restore', points: 25, gate: true },
    tests: {
      files: ['server/platform/backup', 'tests/serving/backup.test.ts', 'tests/serving/backup-postgres.test.ts'],
      atLeast: 25,
    },
    open: 'under write load, a dump compared byte by byte with pg_dump, seconds that may be lost and that it takes at 2 GB',
  },
  {
    ...{ id: 'O2', title: 'A point in time', points: 15, gate: false },
    tests: { files: ['tests/deploy/recovery.test.ts'], atLeast: 2 },
  },
  {
    ...{ id: 'O3', title: 'Rot', points: 10, gate: false },
    measure: measureRot,
    open: 'one command that puts what is damaged back from a backup; the alert itself (that of a failed job is tested)',
  },
  {
    ...{ id: 'O4', title: 'Health', points: 5, gate: false },
    tests: { files: ['tests/observability/health.test.ts'], atLeast: 29 },
  },
  {
    ...{ id: 'O5', title: 'Logs keep no secrets', points: 10, gate: true },
    tests: { files: ['tests/observability/requests.test.ts', 'server/platform/log'], atLeast: 15 },
    measure: measureLogSecrets,
    open: 'traces and mail; a second process that receives every line',
  },
  {
    ...{ id: 'O6', title: 'Errors and traces', points: 5, gate: false },
    tests: {
      files: [
        'tests/observability/reports.test.ts',
        'tests/observability/traces.test.ts',
        'server/platform/observe/outward',
      ],
      atLeast: 6,
    },
    open: 'an error thrown in each route, source maps',
  },
  {
    ...{ id: 'O7', title: 'Alerts', points: 10, gate: false },
    tests: { files: ['tests/observability/monitoring.test.ts', 'tests/observability/alerting.test.ts'], atLeast: 10 },
    open: 'each of the seven causes from end to end',
  },
  { id: 'O8', title: 'Uptime', points: 5, gate: false },
  {
    ...{ id: 'O9', title: 'Certificates', points: 5, gate: false },
    tests: { files: ['tests/deploy/acme.test.ts'], atLeast: 1 },
    open: 'renewal under load, alerts',
  },
  {
    ...{ id: 'O10', title: 'The record of changes is sealed', points: 10, gate: true },
    tests: { files: ['server/platform/audit'], atLeast: 16 },
  },
  {
    ...{ id: 'P1', title: 'Export of a person’s data', points: 10, gate: true },
    tests: { files: ['server/privacy/privacy.db.test.ts'], atLeast: 5 },
    measure: measureExport,
  },
  {
    ...{ id: 'P2', title: 'Erasure of a person’s data', points: 10, gate: true },
    tests: { files: ['server/privacy/erase'], atLeast: 5 },
    measure: measureErasure,
    open: 'letters that wait, logs, an advisor who left; a dump of the tables instead of pg_dump',
  },
  {
    ...{ id: 'P3', title: 'Retention', points: 5, gate: false },
    tests: { files: ['server/privacy/retention'], atLeast: 11 },
  },
]
