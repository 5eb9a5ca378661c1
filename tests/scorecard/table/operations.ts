import type { Line } from '../line.ts'

export const operations: readonly Line[] = [
  { id: 'O1', title: 'Backup and restore', points: 25, gate: true },
  { id: 'O2', title: 'A point in time', points: 15, gate: false },
  { id: 'O3', title: 'Rot', points: 10, gate: false },
  { id: 'O4', title: 'Health', points: 5, gate: false },
  { id: 'O5', title: 'Logs keep no secrets', points: 10, gate: true },
  { id: 'O6', title: 'Errors and traces', points: 5, gate: false },
  { id: 'O7', title: 'Alerts', points: 10, gate: false },
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
  { id: 'P1', title: 'Export of a person’s data', points: 10, gate: true },
  { id: 'P2', title: 'Erasure of a person’s data', points: 10, gate: true },
  { id: 'P3', title: 'Retention', points: 5, gate: false },
]
