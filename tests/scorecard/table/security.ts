import type { Line } from '../line.ts'
import { measureAcrossSites } from '../security/across-sites.ts'
import { measureCampus } from '../security/campus.ts'
import { measurePasswords } from '../security/credentials/passwords.ts'
import { measureSecondFactor } from '../security/credentials/second-factor.ts'
import { measureSecrets } from '../security/credentials/secrets.ts'
import { measureDownloads } from '../security/downloads.ts'
import { measureEnumeration } from '../security/enumeration.ts'
import { measureFuzz } from '../security/fuzz.ts'
import { measureInjection } from '../security/injection/injection.ts'
import { measureMadeRows } from '../security/made-rows.ts'
import { measureObservatory } from '../security/observatory/observatory.ts'
import { measureReturning } from '../security/returning.ts'
import { measureSessions } from '../security/sessions.ts'
import { measureStoredScripts } from '../security/stored-scripts.ts'
import { measureThrottling } from '../security/throttling.ts'
import { measureTls } from '../security/tls.ts'
import { measureUploads } from '../security/uploads/battery.ts'

export const security: readonly Line[] = [
  { id: 'S1', title: 'ASVS 5.0: each requirement with its evidence', points: 35, gate: true },
  {
    ...{ id: 'S2', title: 'Authorization: every route for everybody', points: 55, gate: true },
    tests: { files: ['tests/permissions/who-may-what.test.ts', 'tests/permissions/lists.test.ts'], atLeast: 70 },
    open: 'every state of objects, row security in the database',
  },
  {
    ...{
      id: 'S3',
      title: 'Fields: nothing leaves or is written that the contract does not name',
      points: 25,
      gate: true,
    },
    tests: { files: ['tests/permissions/fields.test.ts', 'server/platform/json.test.ts'], atLeast: 22 },
    measure: measureMadeRows,
  },
  {
    ...{ id: 'S4', title: 'Enumeration: what is foreign is as if it were not there', points: 15, gate: true },
    measure: measureEnumeration,
    open: 'no more than 1,000 people an hour to who keeps no register, times through nginx',
  },
  {
    ...{ id: 'S5', title: 'Guessing passwords', points: 25, gate: true },
    tests: {
      files: [
        'server/accounts/guesses',
        'server/accounts/factor/factor.db.test.ts',
        'server/accounts/accounts.db.test.ts',
      ],
      atLeast: 38,
    },
    open: '10,000 guesses, times of answers, reset',
  },
  {
    ...{ id: 'S6', title: 'Passwords: how they are stored and chosen', points: 15, gate: true },
    tests: { files: ['server/accounts/passwords'], atLeast: 24 },
    measure: measurePasswords,
    open:
      'a pepper; a first password on paper, which an office makes and hands over, once; hashes of the earlier system until ' +
      'their first sign-in; pasting in a browser (no field hinders it); names of majors; eight characters with a second factor',
  },
  {
    ...{ id: 'S7', title: 'Second factor', points: 15, gate: false },
    tests: { files: ['server/accounts/passkey'], atLeast: 62 },
    measure: measureSecondFactor,
    open: 'every staff role: advisors are asked by no setting',
  },
  {
    ...{ id: 'S8', title: 'Sessions', points: 25, gate: true },
    measure: measureSessions,
    open: 'a password asked again before an export or grades go out, the back button, secrets in logs and pages, a new id when a hat is changed',
  },
  {
    ...{ id: 'S9', title: 'OpenID Connect', points: 10, gate: false },
    tests: { files: ['server/accounts/provider'], atLeast: 36 },
    open: 'signing out at the provider, which ends nothing here; keys that the provider changes while it is used',
  },
  {
    ...{ id: 'S10', title: 'Requests across sites', points: 15, gate: true },
    measure: measureAcrossSites,
    open: 'a token as third layer, a real page of another site',
  },
  {
    ...{ id: 'S11', title: 'Headers of every answer, those of nginx included', points: 15, gate: true },
    tests: { files: ['tests/deploy/headers.test.ts'], atLeast: 40 },
    measure: measureObservatory,
  },
  {
    ...{ id: 'S12', title: 'Stored scripts never run', points: 45, gate: true },
    measure: measureStoredScripts,
    open: 'nginx in front, titles of PDF files and headers of mail, links followed by hand (their addresses are read)',
  },
  {
    ...{ id: 'S13', title: 'Hosts, addresses and protocols that lie', points: 20, gate: true },
    tests: {
      files: ['tests/deploy/lies', 'tests/deploy/proxy.test.ts', 'tests/serving/hosts.test.ts'],
      atLeast: 85,
    },
    measure: measureReturning,
  },
  {
    ...{ id: 'S14', title: 'TLS', points: 10, gate: true },
    measure: measureTls,
    open:
      'everything testssl can try in the CI profile; a certificate with an elliptic curve; X25519MLKEM768, which needs OpenSSL 3.5; ' +
      'revocation and transparency, which a laboratory has not',
  },
  {
    ...{ id: 'S15', title: 'Injection', points: 15, gate: true },
    measure: measureInjection,
    open:
      'sqlmap (instead, no value reached the text of a statement); the files and forms of uploads, which S17 sends; forged lines of ' +
      'the log, which O5 tries; other people than an admin; every text of the list in the CI profile',
  },
  {
    ...{ id: 'S16', title: 'Any request is answered, and as promised', points: 30, gate: true },
    measure: measureFuzz,
    open: 'uploads, documented statuses reached, delays of the event loop',
  },
  {
    ...{ id: 'S17', title: 'Hostile uploads', points: 30, gate: true },
    measure: measureUploads,
    open:
      'bombs, lying sizes, paths and links inside of archives (they are stored and never unpacked here), macros and entities in ' +
      'office documents, active or encrypted PDF, pixel floods, memory of the server alone, streams of 10 GB and of a byte a second through nginx, HTTP/2, a quota',
  },
  {
    ...{ id: 'S18', title: 'Downloads are isolated', points: 20, gate: true },
    measure: measureDownloads,
    open: 'a host of their own for files, addresses that end after 60 s, the files of S17',
  },
  {
    ...{ id: 'S19', title: 'Files that go out hold no formulas', points: 10, gate: false },
    tests: { files: ['server/platform/spreadsheet.test.ts'], atLeast: 13 },
    open: '10,000 rows opened by a spreadsheet program, PDF, calendar and mail',
  },
  { id: 'S20', title: 'Abuse of resources', points: 15, gate: false },
  {
    ...{ id: 'S21', title: 'Throttling, and a campus behind one address', points: 20, gate: true },
    measure: async (context) => [...(await measureThrottling(context)), ...(await measureCampus(context))],
    open: 'without Redis whoever is new has the limit at each process; a new browser at an address that was stopped',
  },
  { id: 'S22', title: 'Requests that go out', points: 5, gate: false },
  { id: 'S23', title: 'Supply chain', points: 15, gate: false },
  {
    ...{ id: 'S24', title: 'Secrets', points: 5, gate: false },
    measure: measureSecrets,
  },
  {
    ...{ id: 'S25', title: 'bm23 check --deploy: each check fires alone', points: 15, gate: true },
    tests: { files: ['tests/serving/check'], atLeast: 150 },
  },
  {
    ...{ id: 'S26', title: 'Least privilege', points: 10, gate: false },
    tests: { files: ['tests/deploy/units.test.ts'], atLeast: 4 },
    open: 'twenty attempts by the role of the program',
  },
  { id: 'S27', title: 'Scanners', points: 5, gate: false },
]
