import type { Retention, Whose } from './map/classes.ts'
import { columnsOf, entryOf, marksOf, readMark, tableNames } from './map/map.ts'

/** The text of docs/privacy.md: what is decided, and the data map as a table. */

const kept: Readonly<Record<Retention, string>> = {
  account: 'until the person is erased',
  year: 'with the year',
  grades: 'for ever: the faculty’s record of grades',
  work: '`BM23_KEEP_WORK_YEARS` after the end of the academic year, where it is set',
  record: 'for ever; the person is taken out when erased',
  signIn: 'until it ends; browsers `BM23_KEEP_SIGN_IN_MONTHS`',
  mail: '`BM23_KEEP_MAIL_MONTHS` after it went out',
  notice: '`BM23_KEEP_NOTIFICATION_MONTHS`',
  import: '`BM23_KEEP_IMPORT_MONTHS`',
  day: 'a day',
}

const whose: Readonly<Record<Whose['by'], string>> = {
  account: 'the account itself',
  student: 'a student record of the person',
  advisor: 'an advisor record of the person',
  project: 'a project the person is a member of',
  published: 'such a project, once its result is published',
  publishedSheet: 'a sheet of such a project',
  ownSheet: 'a sheet the person filled',
  projectFile: 'a project the person is a member of',
  mail: 'letters to the person',
  importRow: 'rows with the person’s student ID, user name or e-mail',
  doneBy: 'what the person did',
  about: 'what is about the person',
  timeline: 'what the timeline of the person’s projects shows',
}

function columnRows(table: (typeof tableNames)[number]): string[] {
  const { views } = entryOf(table)
  const exported = new Set(views.flatMap((view) => columnsOf(table, view.columns)))
  return marksOf(table).map(([name, mark]) => {
    const { holds, fate } = readMark(mark)
    const out = exported.has(name) ? 'yes' : '–'
    return `| ${name} | ${holds} | ${out} | ${views.length === 0 ? 'keep' : fate} |`
  })
}

function tablePart(table: (typeof tableNames)[number]): string {
  const { what, retention, views, why } = entryOf(table)
  const whom = views.length === 0 ? 'Of nobody.' : `Of: ${views.map((view) => whose[view.whose.by]).join('; ')}.`
  return `### ${table}

${what.charAt(0).toUpperCase()}${what.slice(1)}. ${whom} Kept: ${kept[retention]}.${why ? ` ${why}` : ''}

| column | holds | in an export | erasing |
|---|---|---|---|
${columnRows(table).join('\n')}
`
}

export function privacyDocument(): string {
  return `<!-- Generated from server/privacy by \`bm23 generate\`. Do not edit. -->

# Personal data

What is kept about people, for how long, how they take it along. \`docs/decisions/0014-personal-data.md\` says why.

## Taking it along

Everybody finds *Take your data along* on the page of the own account. For somebody who asks in writing an administrator finds *Export
personal data* in the menu of the account. Both give one ZIP archive: \`data.json\` for programs, \`data.html\` to read, and
the files of the person's projects. That it was fetched is recorded.

An export holds every row below that belongs to the person, with every column but secrets (hashes of passwords and links) and
copies. Of other people it holds what the project page shows the person anyway: the names of the advisor, of the committee and of the
team, what they said about the work, and who did what in the timeline. What the person did to others is told by date and
kind, without what it was about. Scores and grades are in it once they are published.

## Erasing

An administrator erases somebody who left: *Erase personal data* in the menu of the account shows what goes, what stays and why, and
asks for the name and a reason. It is refused while the person is in a project of a year that is not closed, and to the last
administrator. \`docs/decisions/0015-erasing-a-person.md\` has the retention list, and how the sealed record stays proven.

\`erasures.log\`, in the data folder and beside the backups, names whom to erase again in an older backup. \`bm23 restore\` does so; after
recovering the database in another way:

\`\`\`sh
bm23 erasures apply
\`\`\`

## Forgetting in time

Every night the worker removes what is past its time: the settings \`BM23_KEEP_*\` (\`docs/environment.md\`) say when. The
work of past years stays unless \`BM23_KEEP_WORK_YEARS\` is set; then files, abstracts, notes and reasons go, and topics, scores and grades stay. Logs go by rotation, backups by their number.

\`\`\`sh
bm23 retention --dry-run     # what would go now
bm23 retention               # removes it, as the worker does
\`\`\`

## The data map

*holds*: plain = a state, a date, a number, a key · identity = who somebody is · contact = where to reach somebody · trace = when
and from where somebody came · content = what somebody wrote or handed in · judgement = what somebody was judged · secret = proves who
somebody is · copy = a second copy of what stands elsewhere.

*erasing*: what happens to the column in the person's rows. delete = the row goes · blank = emptied · pseudonym · scrub = names,
addresses and numbers of the person are taken out · keep.

${tableNames.map(tablePart).join('\n')}`
}
