import * as contract from '../../contract/system.ts'
import { type Route, route } from '../platform/http/route.ts'
import { listMails, retryMail } from './mails.ts'
import { readStatus, retryJob } from './system.ts'

export const routes: Route[] = [
  route(contract.readSystemStatus, (ctx) => readStatus(ctx)),
  route(contract.retryJob, (ctx, { params }) => retryJob(ctx, params.jobId)),
  route(contract.listMails, (ctx, { query }) => listMails(ctx, query)),
  route(contract.retryMail, (ctx, { params }) => retryMail(ctx, params.mailId)),
]
