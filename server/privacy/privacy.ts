/** What is kept about a person: taken along, erased, and forgotten in time. */
import type { Locale } from '../../contract/accounts.ts'
import type { ErasurePreview } from '../../contract/privacy.ts'
import { readInstallation } from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { FileReply } from '../platform/http/route.ts'
import { found } from '../platform/problem.ts'
import { countErasure, findStanding } from './erase/preview.queries.ts'
import { personExported } from './events.ts'
import { packExport } from './export/pack.ts'
import { findPerson, listNames, listOwnFiles, listSections } from './queries.ts'

/**
 * Everything about a person as one ZIP archive: `data.json` for programs, `data.html` to read, the files. That it was
 * fetched is recorded before anything is read, so the record in it tells of it too.
 * @throws resource.notFound
 */
export async function exportPerson(ctx: Ctx, accountId: string): Promise<FileReply> {
  const person = found(await findPerson(ctx.db, accountId))
  const files = await listOwnFiles(ctx.db, accountId)
  await ctx.db.transaction().execute(async (tx) => {
    const to = ctx.actor.accountId === accountId ? 'person' : 'office'
    await ctx.record(tx, ctx, personExported, { type: 'account', id: accountId }, { to, files: files.length })
  })
  const { defaultLocale, name } = await readInstallation(ctx)
  const locale = (person.locale as Locale | null) ?? defaultLocale
  const stream = packExport({
    ...{ locale, files, madeAt: ctx.now(), name: person.display_name, faculty: name[locale], store: ctx.files },
    sections: await listSections(ctx.db, accountId),
    names: await listNames(ctx.db, accountId),
  })
  const day = ctx.now().toISOString().slice(0, 10)
  return new FileReply({ stream, name: `bm23-personal-data-${day}.zip`, mediaType: 'application/zip', size: null })
}

/** What erasing a person would do. @throws resource.notFound */
export async function previewErasure(ctx: Ctx, accountId: string): Promise<ErasurePreview> {
  const { displayName, erased, lastAdmin, projects } = found(await findStanding(ctx.db, accountId))
  const { sessions, letters, files, events, ...stays } = await countErasure(ctx.db, accountId)
  const account = { id: accountId, displayName }
  return { account, erased, lastAdmin, projects, goes: { sessions, letters, files, events }, stays }
}
