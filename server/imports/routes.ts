import * as exported from '../../contract/imports/exports.ts'
import * as contract from '../../contract/imports.ts'
import { type Route, route } from '../platform/http/route.ts'
import * as copies from './copies/copies.ts'
import * as exports from './exports/exports.ts'
import * as imports from './imports.ts'

export const routes: readonly Route[] = [
  route(contract.reviewImport, (ctx, { params, body, file }) =>
    imports.reviewSheet(ctx, params.kind, file, body.yearId),
  ),
  route(contract.readImport, (ctx, { params }) => imports.showReview(ctx.db, ctx, params.importId)),
  route(contract.applyImport, (ctx, { params }) => imports.applyReview(ctx, params.importId)),
  route(contract.downloadImportErrors, (ctx, { params, query }) =>
    imports.downloadErrors(ctx, params.importId, query.locale),
  ),
  route(contract.downloadImportTemplate, (ctx, { params, query }) =>
    imports.downloadTemplate(ctx, params.kind, query.locale),
  ),
  route(contract.previewYearCopy, (ctx, { params, query }) =>
    copies.previewCopy(ctx, params.yearId, query.sourceYearId, query.kinds),
  ),
  route(contract.copyYear, (ctx, { params, body }) => copies.copyYear(ctx, params.yearId, body)),
  route(contract.listYearCopies, (ctx, { params }) => copies.listCopies(ctx, params.yearId)),
  route(contract.undoYearCopy, async (ctx, { params }) => {
    await copies.undoCopy(ctx, params.yearId, params.copyId)
    return undefined
  }),
  route(exported.exportStudents, (ctx, { body }) => exports.exportStudents(ctx, body)),
  route(exported.exportAdvisors, (ctx, { body }) => exports.exportAdvisors(ctx, body)),
  route(exported.exportProjects, (ctx, { body }) => exports.exportProjects(ctx, body)),
]
