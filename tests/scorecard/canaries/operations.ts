import type { Canary } from '../canary.ts'

export const operations: readonly Canary[] = [
  {
    ...{ id: 'seal-without-the-one-before', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: 'sha256(last, text)',
    replace: 'sha256(text)',
  },
  {
    ...{ id: 'unsealed-events-not-looked-for', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: 'await listUnsealed(db, most)',
    replace: '[]',
  },
  {
    ...{ id: 'heads-not-compared', line: 'O10', file: 'server/platform/audit/verify.ts' },
    find: 'if (note && note !==',
    replace: 'if (note && !note && note !==',
  },
  {
    ...{ id: 'files-left-out-of-backups', line: 'O1', file: 'server/platform/backup/write.ts' },
    find: 'of content.list()) {',
    replace: 'of [] as { sha256: string; size: number }[]) {',
  },
  {
    ...{ id: 'half-backup-gets-its-name', line: 'O1', file: 'server/platform/backup/write.ts' },
    find: '.part`',
    replace: '`',
  },
  {
    ...{ id: 'archive-thrown-away', line: 'O2', file: 'deploy/pgbackrest/archive.conf' },
    find: 'archive_mode = on',
    replace: 'archive_mode = off',
  },
  {
    ...{ id: 'probe-tells-everybody', line: 'O4', file: 'server/platform/http/health.ts' },
    find: 'const inner = isInner(req.ip) &&',
    replace: 'const inner = true ||',
  },
  {
    ...{ id: 'probe-waits-for-what-hangs', line: 'O4', file: 'server/platform/http/health.ts' },
    find: 'const patience = 800',
    replace: 'const patience = 3_000',
  },
  {
    ...{ id: 'address-logged-with-its-query', line: 'O5', file: 'server/platform/observe/requests.ts' },
    find: 'const line = { method: req.method, route,',
    replace: 'const line = { method: req.method, route: req.url,',
  },
  {
    ...{ id: 'proxy-logs-the-query', line: 'O5', file: 'deploy/nginx/nginx.conf' },
    find: '"~^(?<path>[^?]*)" $path;',
    replace: '"~^(?<path>.*)" $path;',
  },
  {
    ...{ id: 'proxy-tells-what-failed', line: 'O5', file: 'deploy/nginx/nginx.conf' },
    find: 'error.log crit;',
    replace: 'error.log error;',
  },
  {
    ...{ id: 'database-tells-values', line: 'O5', file: 'deploy/postgres/roles.sql' },
    find: 'log_error_verbosity = terse',
    replace: 'log_error_verbosity = default',
  },
  {
    ...{ id: 'content-not-read', line: 'O3', file: 'server/platform/files/upkeep.ts' },
    find: "return hash.digest('hex') === sha256",
    replace: "return hash.digest('hex').length === sha256.length",
  },
  {
    ...{ id: 'lost-files-are-fine', line: 'O3', file: 'server/platform/files/upkeep.ts' },
    find: "({ kind }) => kind !== 'orphan'",
    replace: "({ kind }) => kind === 'altered'",
  },
  {
    ...{ id: 'reports-as-they-are', line: 'O6', file: 'server/platform/observe/outward/scrub.ts' },
    find: 'return rules.reduce(',
    replace: 'return rules.slice(0, 0).reduce(',
  },
  {
    ...{ id: 'storm-reported-whole', line: 'O6', file: 'server/platform/observe/outward/reports.ts' },
    find: 'known.count > freely &&',
    replace: 'known.count < 0 &&',
  },
  {
    ...{ id: 'alert-without-a-page', line: 'O7', file: 'deploy/monitoring/alerts.yml' },
    find: 'expr: up{job="bm23"} == 0',
    replace: 'expr: up{job="bm23"} == 2',
  },
  {
    ...{ id: 'column-without-a-class', line: 'P1', file: 'server/privacy/map/people.ts' },
    find: "      telephone: 'contact/blank',\n",
    replace: '',
  },
  {
    ...{ id: 'export-of-everybody', line: 'P1', file: 'server/privacy/queries.ts' },
    find: '  where m.student_id in (',
    replace: '  where true or m.student_id in (',
  },
  {
    ...{ id: 'file-left-out-of-an-export', line: 'P1', file: 'server/privacy/export/pack.ts' },
    find: 'parts.files.forEach',
    replace: 'parts.files.slice(1).forEach',
  },
  {
    ...{ id: 'column-left-by-an-erasure', line: 'P2', file: 'server/privacy/map/people.ts' },
    find: "telephone: 'contact/blank'",
    replace: "telephone: 'contact/keep'",
  },
  {
    ...{ id: 'record-left-by-an-erasure', line: 'P2', file: 'server/privacy/erase/erase.ts' },
    find: 'if (changed.length > 0)',
    replace: 'if (changed.length < 0)',
  },
  {
    ...{ id: 'files-left-by-an-erasure', line: 'P2', file: 'server/privacy/erase/erase.ts' },
    find: 'await removeUnnamed(ctx, hashes)',
    replace: 'await removeUnnamed(ctx, [])',
  },
  {
    ...{ id: 'erased-event-taken-as-it-is', line: 'P2', file: 'server/platform/audit/verify.ts' },
    find: 'erased.text === sha256(text)',
    replace: 'erased.text !== ""',
  },
  {
    ...{ id: 'work-of-a-year-goes-early', line: 'P3', file: 'server/privacy/retention/retention.queries.ts' },
    find: 'at time zone y.timezone',
    replace: "at time zone 'UTC'",
  },
  {
    ...{ id: 'dry-run-that-is-none', line: 'P3', file: 'server/privacy/retention/retention.ts' },
    find: 'if (dry) throw',
    replace: 'if (!tx) throw',
  },
  {
    ...{ id: 'letters-kept-for-ever', line: 'P3', file: 'server/privacy/retention/retention.ts' },
    find: 'before(keepMailMonths)',
    replace: 'before(keepMailMonths * 100)',
  },
]
