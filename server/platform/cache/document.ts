import type { Remembered } from './cache.ts'

/** The text of docs/caching.md. */
export function cachingDocument(table: readonly Remembered<object>[]): string {
  const rows = table.map(
    ({ name, what, key, seconds, most, droppedBy }) =>
      `| ${name} | ${what} | ${key} | ${seconds} s | ${most} | ${droppedBy.join(', ')} |`,
  )
  return `<!-- Generated from server/caches.ts by \`bm23 generate\`. Do not edit. -->

# What is remembered

Each process remembers a few things that every request needs and that rarely change. A trigger tells every process of a
change at its commit, whoever made it (\`db/migrations/0016-changes.sql\`); the process that made it knows before it answers,
the others within milliseconds. A process that may have missed something (its listening connection is asked every 0.4
seconds) forgets everything and asks the database until it hears again, so nothing is believed for longer than a second
after it changed. \`docs/decisions/0008-caching-in-the-process.md\` says why.

| name | what | key | longest | entries | dropped by a change of |
|---|---|---|---|---|---|
${rows.join('\n')}

Hashed files of the interface are remembered by browsers for a year; everything below \`/api\` is checked with the server each
time, by ETag.
`
}
