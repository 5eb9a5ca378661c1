import { measureInvariants } from '../invariants/invariants.ts'
import type { Line } from '../line.ts'
import { measureDatabaseKilled } from '../reliability/database-killed.ts'
import { measureDeadline } from '../reliability/deadline.ts'
import { measureDurableOrder } from '../reliability/durable-order.ts'
import { measureExhaustion } from '../reliability/exhaustion/exhaustion.ts'
import { measureSickLine } from '../reliability/neighbours/database.ts'
import { measureRedis } from '../reliability/neighbours/redis.ts'
import { measureProcessesKilled } from '../reliability/processes-killed.ts'
import { measureRepeated } from '../reliability/repeated.ts'
import { measureLostUpdates } from '../reliability/versions/lost-updates.ts'

export const reliability: readonly Line[] = [
  {
    ...{ id: 'R1', title: 'Processes killed: nothing acknowledged is lost or doubled', points: 35, gate: true },
    measure: measureProcessesKilled,
    open: 'score sheets, 10,000 writes in the CI profile, content whose request was never repeated',
  },
  {
    ...{ id: 'R2', title: 'The database killed and restarted: the same', points: 30, gate: true },
    measure: measureDatabaseKilled,
    open: '8,000 writes in the CI profile, a standby that takes over',
  },
  {
    ...{ id: 'R3', title: 'A sick database: refused in time, and well again by itself', points: 20, gate: true },
    tests: { files: ['tests/serving/sick-database.test.ts'], atLeast: 4 },
    measure: measureSickLine,
    open: 'the number of connections, and what must hold always (R10), meanwhile',
  },
  {
    ...{ id: 'R4', title: 'Redis killed, hung, emptied, full, slow', points: 10, gate: true },
    tests: { files: ['tests/serving/throttle.test.ts'], atLeast: 4 },
    measure: measureRedis,
  },
  {
    ...{ id: 'R5', title: 'Full disks, no memory, no files', points: 20, gate: true },
    measure: measureExhaustion,
    open:
      'the alert from end to end (its rule is tested by O7), a memory limit of the system, processors kept busy by others, ' +
      'connections that nginx opens anew to a process without descriptors',
  },
  {
    ...{ id: 'R6', title: 'Durable before acknowledged, in this order', points: 20, gate: true },
    measure: measureDurableOrder,
  },
  {
    ...{ id: 'R7', title: 'A deadline: a thousand at once', points: 40, gate: true },
    measure: measureDeadline,
    open: 'receipts, which do not exist; 10,000 students and 200,000 facts as data; a login storm',
  },
  {
    ...{ id: 'R8', title: 'Repeated requests are done once', points: 15, gate: true },
    tests: { files: ['server/platform/http/once/once.db.test.ts'], atLeast: 6 },
    measure: measureRepeated,
    open: 'a double click in the browser, mail',
  },
  {
    ...{ id: 'R9', title: 'No update is lost', points: 15, gate: true },
    measure: measureLostUpdates,
  },
  {
    ...{ id: 'R10', title: 'What must hold always holds', points: 30, gate: true },
    measure: measureInvariants,
    open: '1,000 sequences in the CI profile; moderation and archive, which do not exist',
  },
  { id: 'R11', title: 'Jobs and mail', points: 15, gate: false },
  {
    ...{ id: 'R12', title: 'Change without loss', points: 20, gate: true },
    tests: { files: ['tests/deploy/restart.test.ts', 'tests/deploy/migrations.test.ts'], atLeast: 5 },
    open: 'the release before on the new schema, on the data of R7',
  },
  { id: 'R13', title: 'An hour of load', points: 15, gate: false },
  { id: 'R14', title: 'Time', points: 10, gate: false },
  {
    ...{ id: 'R15', title: 'Others’ outages', points: 10, gate: false },
    tests: {
      files: [
        'tests/serving/scanner.test.ts',
        'tests/serving/files.test.ts',
        'server/accounts/provider/outage.db.test.ts',
      ],
      atLeast: 13,
    },
    open: 'names, mail; reports of failures are measured by O6',
  },
]
