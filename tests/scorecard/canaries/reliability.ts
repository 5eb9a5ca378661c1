import type { Canary } from '../canary.ts'

export const reliability: readonly Canary[] = [
  {
    ...{ id: 'answered-before-the-commit', line: 'R1', file: 'server/platform/db/retry.ts' },
    find: '(run) => repeat(() => execute(run))',
    replace:
      '(run) => process.argv[2] !== "serve" ? repeat(() => execute(run)) : new Promise((tell, fail) => void repeat(() => execute(async (tx) => { const done = await run(tx); tell(done); await pause(40); return done })).catch(fail))',
  },
  {
    ...{ id: 'keys-not-looked-at', line: 'R1', file: 'server/platform/http/once/once.ts' },
    find: 'if (key === undefined || ',
    replace: 'if (key !== null || ',
  },
  {
    ...{ id: 'kept-after-the-answer', line: 'R1', file: 'server/platform/files/disk.ts' },
    find: 'await rename(from, to)',
    replace:
      "await (await open(to, 'w')).close(); setTimeout(() => void rename(from, to).catch(() => undefined), 1_000)",
  },
  {
    ...{ id: 'commit-not-waited-for', line: 'R2', file: 'server/platform/db/connect.ts' },
    find: "options: '-c TimeZone=UTC'",
    replace: "options: '-c TimeZone=UTC -c synchronous_commit=off'",
  },
  {
    ...{ id: 'no-end-to-a-query', line: 'R3', file: 'server/platform/db/guard.ts' },
    find: 'query_timeout: answerWithin',
    replace: 'query_timeout: 600_000',
  },
  {
    ...{ id: 'limits-end-with-redis', line: 'R4', file: 'server/platform/throttle/throttle.ts' },
    find: 'const higher = shared && shared.consumedPoints >= own.consumedPoints ? shared : own',
    replace: 'const higher = shared ?? { ...own, consumedPoints: 0, msBeforeNext: 1 }',
  },
  {
    ...{ id: 'redis-is-waited-for', line: 'R4', file: 'server/platform/throttle/throttle.ts' },
    find: 'const patience = 30',
    replace: 'const patience = 3_000',
  },
  {
    ...{ id: 'full-redis-is-well', line: 'R4', file: 'server/platform/observe/checks.ts' },
    find: "redis.set('bm23:alive', '1', 'EX', 60)",
    replace: 'redis.ping()',
  },
  {
    ...{ id: 'full-disk-is-a-failure', line: 'R5', file: 'server/platform/problem.ts' },
    find: "new Set(['ENOSPC', 'EDQUOT'])",
    replace: "new Set(['EDQUOT'])",
  },
  {
    ...{ id: 'partial-file-kept', line: 'R5', file: 'server/platform/files.ts' },
    find: 'keep, discard }\n    } catch (error) {\n      await rm(path, { force: true })',
    replace: 'keep, discard }\n    } catch (error) {',
  },
  {
    ...{ id: 'no-descriptor-is-a-failure', line: 'R5', file: 'server/platform/problem.ts' },
    find: "new Set(['EMFILE', 'ENFILE'])",
    replace: "new Set(['ENFILE'])",
  },
  {
    ...{ id: 'lines-or-nothing', line: 'R5', file: 'server/platform/log/log.ts' },
    find: "destination.on('error', onFailure)",
    replace: '',
  },
  {
    ...{ id: 'content-not-synced', line: 'R6', file: 'server/platform/files/incoming.ts' },
    find: 'throw new FileEmpty()\n    await handle.sync()',
    replace: 'throw new FileEmpty()',
  },
  {
    ...{ id: 'name-not-synced', line: 'R6', file: 'server/platform/files/disk.ts' },
    find: 'await rename(from, to)\n  await syncFolder(home)',
    replace: 'await rename(from, to)',
  },
  {
    ...{ id: 'new-folder-not-synced', line: 'R6', file: 'server/platform/files/disk.ts' },
    find: 'await syncFolder(dirname(home))',
    replace: '',
  },
  {
    ...{ id: 'first-folders-not-synced', line: 'R6', file: 'server/platform/files/folders.ts' },
    find: 'await syncFolder(above)',
    replace: 'await open(above).then((one) => one.close())',
  },
  {
    ...{ id: 'row-before-the-name', line: 'R6', file: 'server/submissions/receiving.ts' },
    find: 'await received.keep()',
    replace: 'setTimeout(() => void received.keep(), 20)',
  },
  {
    ...{ id: 'key-not-taken', line: 'R8', file: 'server/platform/http/once/once.ts' },
    find: 'if (!(await insertKey(tx, claim))) throw new Taken()',
    replace: 'await insertKey(tx, claim)',
  },
  {
    ...{ id: 'read-without-a-lock', line: 'R9', file: 'server/accounts/accounts.ts' },
    find: 'await queries.lockInstallation(tx)',
    replace: 'await queries.readInstallationRow(tx)',
  },
  {
    ...{ id: 'version-not-compared', line: 'R9', file: 'server/platform/problem.ts' },
    find: 'if (expected !== current.version) throw',
    replace: 'if (expected > current.version) throw',
  },
  {
    ...{ id: 'refused-without-the-mark', line: 'R9', file: 'server/platform/http/problems.ts' },
    find: "if (typeof version === 'number') reply.header",
    replace: "if (typeof version === 'string') reply.header",
  },
  {
    ...{ id: 'one-thing-without-a-version', line: 'R9', file: 'server/milestones/templates.ts' },
    find: 'checkVersion(ifMatch, before, body)',
    replace: 'checkVersion(before.version, before, body)',
  },
  {
    ...{ id: 'two-versions-not-shown', line: 'R9', file: 'web/academics/compared-form.tsx' },
    find: 'if (!stale) return',
    replace: 'if (!stale || stale) return',
  },
  {
    ...{ id: 'silence-is-good-news', line: 'R15', file: 'server/submissions/scanning.ts' },
    find: "return { scan: 'waiting', signature: null }",
    replace: "return { scan: 'clean', signature: null }",
  },
  {
    ...{ id: 'served-while-it-waits', line: 'R15', file: 'server/submissions/scanning.ts' },
    find: "if (scan === 'waiting') throw new Refusal('file.beingChecked')",
    replace: "if (scan === 'off') throw new Refusal('file.beingChecked')",
  },
  {
    ...{ id: 'bucket-is-believed', line: 'R15', file: 'server/platform/files/s3.ts' },
    find: "if (arrived !== null && arrived !== md5.toString('hex'))",
    replace: 'if (arrived === null && size === 0)',
  },
  {
    ...{ id: 'day-of-another-zone', line: 'R7', file: 'server/milestones/milestones.ts' },
    find: 'return dayIn(row.timezone, at) > row.due_on',
    replace: "return dayIn('UTC', at) > row.due_on",
  },
  {
    ...{ id: 'late-by-the-end', line: 'R7', file: 'server/submissions/lifecycle.ts' },
    find: '<= transferMs ? arrived : finished',
    replace: '<= transferMs ? finished : finished',
  },
  {
    ...{ id: 'uploads-in-memory', line: 'R7', file: 'server/submissions/receiving.ts' },
    find: 'const received = await ctx.files.receive(stream, rules)',
    replace:
      'const chunks: Buffer[] = []; for await (const chunk of stream) chunks.push(chunk as Buffer); const { Readable } = await import("node:stream"); const received = await ctx.files.receive(Readable.from(Buffer.concat(chunks)) as typeof stream, rules)',
  },
  {
    ...{ id: 'mean-as-a-binary-fraction', line: 'R10', file: 'server/scoring/grading.ts' },
    find: 'return halfUp(numerator * 100, denominator) / 10_000',
    replace: 'return Math.floor((numerator / denominator) * 100) / 10_000',
  },
  {
    ...{ id: 'places-not-counted', line: 'R10', file: 'db/migrations/0006-projects.sql' },
    find: 'new.over_quota_reason is not null); end if;',
    replace: 'true); end if;',
  },
  {
    ...{ id: 'withdrawn-is-graded', line: 'R10', file: 'server/scoring/lifecycle.ts' },
    find: "isDecidable(status) && projectStatus === 'approved'",
    replace: 'isDecidable(status)',
  },
  {
    ...{ id: 'sheet-of-another', line: 'R10', file: 'server/scoring/sheets.ts' },
    find: "if (row.account_id !== ctx.actor.accountId) throw new Refusal('permission.denied')",
    replace: '',
  },
  {
    ...{ id: 'never-completed', line: 'R10', file: 'server/scoring/reactions.ts' },
    find: 'await completeWhenDone(tx, ctx, event.subject.projectId)',
    replace: 'return',
  },
  {
    ...{ id: 'state-not-asked', line: 'R10', file: 'server/projects/lifecycle.ts' },
    find: "decide: ['pending'],",
    replace: "decide: ['pending', 'draft'],",
  },
]
